import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import { type CsvRow, readRows } from "../file/csv-rows.ts";
import { getImport, type Import } from "../import-queries.ts";
import { type Planned, planRows, type ReadRow } from "../rows/plan-rows.ts";
import { SeenKeys } from "../rows/seen-keys.ts";
import { type Counts, MOST_ROWS, type Preview, type PreviewRow } from "../schema.ts";
import { prepareRun } from "./prepare-run.ts";
import { readAround } from "./read-around.ts";
import { countVerdicts } from "./run-import.ts";

const CHUNK = 500;
/** Rows that are shown: the first ones, and the first that are refused besides. */
const SHOWN = 10;
const REFUSED_SHOWN = 10;
/** How often the page hears how far it is. Milliseconds. */
const TELL_MS = 700;

type Counting = { counts: Counts; rows: PreviewRow[]; refused: PreviewRow[]; read: number };

/**
 * Counts over the whole file what an import would do to each row, and keeps the first rows with their verdict. Nothing
 * is changed. Stops when the settings were changed meanwhile, which asks for a preview of its own.
 */
export async function previewImport(
	step: Step,
	{ batchId, key, signal }: { batchId: string; key: string; signal: AbortSignal },
): Promise<void> {
	const batch = await step((ctx) => getImport(ctx, batchId));
	if (!isAwaited(batch, key)) return;
	const prepared = await step((ctx) => prepareRun(ctx, batch));
	const so: Counting = { counts: { created: 0, updated: 0, skipped: 0, refused: 0 }, rows: [], refused: [], read: 0 };
	const seen = new SeenKeys();
	let told = performance.now();
	const count = async (chunk: readonly CsvRow[]) => {
		const rows = chunk
			.filter(({ line }) => line > 1)
			.map((row): ReadRow => ({ ...row, reading: prepared.read(row.cells) }));
		const planned = await step(async (ctx) => {
			const around = await readAround(ctx, rows, batch.params);
			return planRows(rows, { ...around, seen }, batch.params);
		});
		add(so, planned, chunk.at(-1)!.end);
	};
	const rows = readRows(readFile(step, batch.params.fileId), batch.params);
	for (;;) {
		const { value, done } = await rows.next();
		if (done) {
			if (value) so.counts.refused++;
			if (value) so.refused.push({ line: value.line, verdict: "refused", reason: value.broken, cells: [] });
			break;
		}
		for (let from = 0; from < value.length; from += CHUNK) {
			await count(value.slice(from, from + CHUNK));
			if (signal.aborted) throw new Error("the preview was interrupted");
			if (so.counts.created + so.counts.updated + so.counts.skipped + so.counts.refused > MOST_ROWS) {
				await keepPreview(step, batchId, { ...asPreview(so, key), state: "failed", reason: OVERLONG });
				return;
			}
			if (performance.now() - told < TELL_MS) continue;
			told = performance.now();
			if (!(await keepPreview(step, batchId, asPreview(so, key)))) return;
		}
	}
	await keepPreview(step, batchId, { ...asPreview(so, key), state: "done" });
}

const OVERLONG = "The file has more than 2,000,000 rows. Divide it and import the parts one after the other.";

function isAwaited({ state, params }: Import, key: string): boolean {
	return state === "draft" && params.preview?.key === key && params.preview.state === "running";
}

function add(so: Counting, planned: readonly Planned[], read: number): void {
	const more = countVerdicts(planned);
	for (const verdict of ["created", "updated", "skipped", "refused"] as const) so.counts[verdict] += more[verdict];
	so.read = read;
	for (const { row, verdict, reason } of planned) {
		const list =
			so.rows.length < SHOWN
				? so.rows
				: verdict === "refused" && so.refused.length < REFUSED_SHOWN
					? so.refused
					: undefined;
		if (!list && so.refused.length >= REFUSED_SHOWN) return;
		list?.push({ line: row.line, verdict, ...(reason ? { reason } : {}), cells: row.cells.slice(0, 100).map(short) });
	}
}

const short = (cell: string) => cell.replaceAll("\0", "\uFFFD").toWellFormed().slice(0, 100);

function asPreview({ counts, rows, refused, read }: Counting, key: string): Preview {
	return { key, state: "running", counts, rows: [...rows, ...refused], read };
}

/** Keeps what is counted so far; false where nobody waits for it any more. */
function keepPreview(step: Step, batchId: string, preview: Preview): Promise<boolean> {
	return step(async (ctx) => {
		const batch = await getImport(ctx, batchId, true);
		if (!isAwaited(batch, preview.key)) return false;
		const params = jsonb({ ...batch.params, preview });
		await ctx.db.updateTable("change_batches").set({ params }).where("id", "=", batchId).execute();
		return true;
	});
}
