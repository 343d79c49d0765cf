import type { Import } from "#app/domain/crm/imports/import-queries.ts";
import type { SaidRow } from "#app/domain/crm/imports/say-preview.ts";
import type { Counts, PreviewRecord, Verdict } from "#app/domain/crm/imports/schema.ts";
import { EventDetails } from "#app/routes/audit/event-sentence.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { totalOf, VERDICTS } from "./import-words.ts";

/** What the records are called, and their columns. */
type Words = { noun: string; labels: Readonly<Record<string, string>>; path: string };
type Params = Pick<Import["params"], "preview" | "headings" | "mapping" | "size">;

type Shown = { one: { params: Params }; rows: readonly SaidRow[]; words: Words };

/** What the import would do, counted over the whole file, and its first rows. */
export function PreviewPart({ one: { params }, rows, words }: Shown) {
	const { preview, size } = params;
	if (!preview) return null;
	return (
		<div id="preview">
			<Section title="Preview">
				{preview.state === "running" && (
					<Progress
						label={`Reading the file: ${countOf(totalOf(preview.counts), "row")} so far`}
						done={percent(preview.read, size)}
						total={100}
					>
						<p className="field-help">Nothing is changed yet. You can leave this page.</p>
					</Progress>
				)}
				{preview.state === "failed" && <Notice tone="bad">{preview.reason}</Notice>}
				<CountLine counts={preview.counts} words="will" />
				{preview.state === "done" && (
					<p>
						All rows of the file are counted. Nothing is changed until you begin. Below: whom it changes and how, and
						some of the other rows.
						{preview.isRough &&
							" So many rows come more than once in this file that what is updated and what is skipped may differ a little."}
					</p>
				)}
				{rows.length > 0 && <Parts params={params} rows={rows} words={words} />}
			</Section>
		</div>
	);
}

const percent = (read: number, size: number) => Math.min(99, Math.floor((read / Math.max(1, size)) * 100));

/** The four counts, each with its words. */
export function CountLine({ counts, words }: { counts: Counts; words: "will" | "did" }) {
	return (
		<dl className="import-counts">
			{(Object.keys(VERDICTS) as Verdict[]).map((verdict) => (
				<div key={verdict}>
					<dt>{words === "did" ? VERDICTS[verdict].did : FUTURE[verdict]}</dt>
					<dd className="numbers">{formatCount(counts[verdict])}</dd>
				</div>
			))}
		</dl>
	);
}

const FUTURE: Readonly<Record<Verdict, string>> = {
	created: "To be created",
	updated: "To be updated",
	skipped: "To be skipped",
	refused: "To be refused",
};

/** The rows in parts, what one would want to look at first. */
function Parts({ params, rows, words }: { params: Params; rows: readonly SaidRow[]; words: Words }) {
	const updated = rows.filter(({ verdict, record }) => verdict === "updated" || record);
	const shared = rows.filter(({ shares }) => shares);
	const refused = rows.filter(({ verdict }) => verdict === "refused");
	const aside = new Set([...updated, ...shared, ...refused]);
	const parts = [
		{ title: `What is updated, and how${firstOf(updated.length, params.preview?.counts.updated)}`, rows: updated },
		{ title: "New, with a phone number that somebody else has", rows: shared },
		{ title: "The first of the other rows", rows: rows.filter((row) => !aside.has(row)) },
		{ title: `What is refused${firstOf(refused.length, params.preview?.counts.refused)}`, rows: refused },
	];
	return parts.map((part) => part.rows.length > 0 && <Rows key={part.title} params={params} words={words} {...part} />);
}

const firstOf = (shown: number, all = 0) => (shown < all ? `: the first ${shown} of ${formatCount(all)}` : "");

function Rows({
	title,
	params: { headings, mapping },
	rows,
	words: { noun, labels, path },
}: {
	title: string;
	params: Params;
	rows: readonly SaidRow[];
	words: Words;
}) {
	const said = ({ cells, read = {} }: SaidRow) =>
		mapping.flatMap((target, at) => {
			const cell = cells[at];
			if (target === "" || !cell) return [];
			// What a number becomes is said where the file writes it otherwise.
			const becomes = read[at] !== undefined && read[at] !== cell ? ` → ${read[at]}` : "";
			return [`${labels[target] ?? headings[at]}: ${cell}${becomes}`];
		});
	return (
		<>
			<h3 className="import-part">{title}</h3>
			<table className="table import-rows">
				<caption className="hidden-text">{title}</caption>
				<thead>
					<tr>
						<th scope="col">Row</th>
						<th scope="col">What becomes of it</th>
						<th scope="col">What the file says</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row.line}>
							<th scope="row" className="numbers">
								{row.line}
							</th>
							<td>
								<Verdicted row={row} noun={noun} path={path} />
							</td>
							<td>{said(row).join(" · ")}</td>
						</tr>
					))}
				</tbody>
			</table>
		</>
	);
}

/** What becomes of a row: of whom, why, and what changes. */
function Verdicted({ row, noun, path }: { row: SaidRow; noun: string; path: string }) {
	const { verdict, record, shares, reason, details } = row;
	return (
		<>
			<Status tone={VERDICTS[verdict].tone}>
				{record && verdict === "updated" ? "Updates" : VERDICTS[verdict].will(noun)}
			</Status>
			{record && (
				<>
					{" "}
					<RecordName record={record} path={path} />
				</>
			)}
			{reason && <small>{reason}</small>}
			{shares && (
				<small>
					Same phone as <RecordName record={shares} path={path} />, who has another email address.
				</small>
			)}
			{details.length > 0 && <EventDetails details={details} />}
		</>
	);
}

function RecordName({ record: { id, name }, path }: { record: PreviewRecord; path: string }) {
	return id ? <a href={`${path}/${id}`}>{name}</a> : `${name}, made by an earlier row`;
}
