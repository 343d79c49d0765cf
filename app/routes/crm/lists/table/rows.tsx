import type { ListRow } from "#app/domain/crm/lists/list-queries.ts";
import type { CellView, DrawnColumn } from "./cells.ts";

/** What the rows of a list share. `form` is the id of the form that ticked rows belong to, if they can be ticked. */
export type RowParts = {
	path: string;
	drawn: readonly DrawnColumn[];
	form: string | undefined;
	/** Ids of rows that just came in. */
	fresh: ReadonlySet<string>;
};

/**
 * The rows as the browser's React holds them. Fifty are drawn at every request, so a row is one function call and plain
 * elements: no component, no closure and no router link for each (`data-links` makes them quick).
 */
export function rowElements(rows: readonly ListRow[], parts: RowParts) {
	return rows.map((row) => rowElement(row, parts));
}

function rowElement(row: ListRow, { path, drawn, form, fresh }: RowParts) {
	const [id, name, note] = row;
	return (
		<tr key={id} data-fresh={fresh.has(id) || undefined}>
			{form && (
				<td className="pick">
					<input type="checkbox" name="id" value={id} form={form} aria-label={`Select ${name}`} />
				</td>
			)}
			<th scope="row">
				<a href={`${path}/${id}`}>{name}</a>
				{note && <small>{note}</small>}
			</th>
			{drawn.map(({ view, className }, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the columns of a page keep their order
				<td key={at} className={className}>
					{cellElement(view(row[at + 3] ?? null))}
				</td>
			))}
		</tr>
	);
}

function cellElement(view: CellView) {
	if (view === null || typeof view === "string") return view;
	if (view.tag === "span") return <span className={view.className}>{view.text}</span>;
	return (
		<time title={view.title} suppressHydrationWarning>
			{view.text}
		</time>
	);
}

/**
 * The same rows as the server sends them: byte for byte what React would write of `rowElements` (a test holds them
 * together), at a tenth of the cost. React takes them over in the browser as if it had drawn them.
 */
export function rowsAsHtml(rows: readonly ListRow[], { path, drawn, form, fresh }: RowParts): string {
	const open = drawn.map(({ className }) => (className ? `<td class="${escaped(className)}">` : "<td>"));
	const pick = form && `<td class="pick"><input type="checkbox" name="id" form="${escaped(form)}" aria-label="Select `;
	let html = "";
	for (const row of rows) {
		const [id, name, note] = row;
		const safeName = escaped(name);
		html += fresh.has(id) ? '<tr data-fresh="true">' : "<tr>";
		if (pick) html += `${pick}${safeName}" value="${escaped(id)}"/></td>`;
		html += `<th scope="row"><a href="${escaped(`${path}/${id}`)}">${safeName}</a>`;
		html += note ? `<small>${escaped(note)}</small></th>` : "</th>";
		for (let at = 0; at < drawn.length; at++)
			html += `${open[at]}${cellHtml(drawn[at]!.view(row[at + 3] ?? null))}</td>`;
		html += "</tr>";
	}
	return html;
}

function cellHtml(view: CellView): string {
	if (view === null || view === undefined) return "";
	if (typeof view !== "object") return escaped(String(view));
	if (view.tag === "span") return `<span class="${escaped(view.className)}">${escaped(view.text)}</span>`;
	return `<time title="${escaped(view.title)}">${escaped(view.text)}</time>`;
}

/** Text as it may stand in an element or between quotes: the five signs that React escapes. */
function escaped(text: string): string {
	return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, (sign) => ESCAPES[sign]!) : text;
}

const UNSAFE = /["'&<>]/;
const EACH_UNSAFE = /["'&<>]/g;
const ESCAPES: Readonly<Record<string, string>> = {
	'"': "&quot;",
	"'": "&#x27;",
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
};
