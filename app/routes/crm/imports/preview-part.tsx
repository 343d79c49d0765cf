import type { Import } from "#app/domain/crm/imports/import-queries.ts";
import type { Counts, PreviewRow, Verdict } from "#app/domain/crm/imports/schema.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { totalOf, VERDICTS } from "./import-words.ts";

/** What the records are called, and their columns. */
type Words = { noun: string; labels: Readonly<Record<string, string>> };
type Params = Pick<Import["params"], "preview" | "headings" | "mapping" | "size">;

/** What the import would do, counted over the whole file, and its first rows. */
export function PreviewPart({ one: { params }, words }: { one: { params: Params }; words: Words }) {
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
						All rows of the file are counted. Nothing is changed until you begin. Below: the first rows, and the first
						that are refused.
						{preview.isRough &&
							" So many rows come more than once in this file that what is updated and what is skipped may differ a little."}
					</p>
				)}
				{preview.rows.length > 0 && <Rows params={params} rows={preview.rows} words={words} />}
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

function Rows({
	params: { headings, mapping },
	rows,
	words: { noun, labels },
}: {
	params: Params;
	rows: readonly PreviewRow[];
	words: Words;
}) {
	const said = (cells: readonly string[]) =>
		mapping.flatMap((target, at) => {
			if (target === "" || !cells[at]) return [];
			return [`${labels[target] ?? headings[at]}: ${cells[at]}`];
		});
	return (
		<table className="table import-rows">
			<caption className="hidden-text">The first rows, and the first that are refused</caption>
			<thead>
				<tr>
					<th scope="col">Row</th>
					<th scope="col">What becomes of it</th>
					<th scope="col">What the file says</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ line, verdict, reason, cells }) => (
					<tr key={line}>
						<th scope="row" className="numbers">
							{line}
						</th>
						<td>
							<Status tone={VERDICTS[verdict].tone}>{VERDICTS[verdict].will(noun)}</Status>
							{reason && <small>{reason}</small>}
						</td>
						<td>{said(cells).join(" · ")}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
