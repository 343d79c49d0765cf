import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import { type CsvBreak, type CsvRow, readRows } from "../file/csv-rows.ts";
import { getImport, type Import } from "../import-queries.ts";
import { EarlierRows } from "../rows/earlier-rows.ts";
import { type Planned, planRows, type ReadRow } from "../rows/plan-rows.ts";
import { type Counts, MOST_ROWS, type Preview, type PreviewRow } from "../schema.ts";
import { prepareRun } from "./prepare-run.ts";
import { previewRow } from "./preview-row.ts";
import { readAround } from "./read-around.ts";
import { countVerdicts } from "./run-import.ts";

const CHUNK = 500;
/** Rows that are shown: the first ones, and besides them the first of each kind that one would want to look at. */
const SHOWN = 10;
const ASIDE = { updated: 50, shared: 10, refused: 10 };
/** How often the page hears how far it is. Milliseconds. */
const TELL_MS = 700;

type Counting = { counts: Counts; rows: PreviewRow[]; aside: Record<keyof typeof ASIDE, PreviewRow[]>; read: number };

/**
 * Counts over the whole file what an import would do to each row, and keeps the first rows with their verdict. Nothing
 * is changed. The file is read twice: first for what it says more than once, since a row meets what the rows before it
 * make. Stops when the settings were changed meanwhile, which asks for a preview of its own.
 */
export async function previewImport(
	step: Step,
	{ batchId, key, signal }: { batchId: string; key: string; signal: AbortSignal },
): Promise<void> {
	const batch = await step((ctx) => getImport(ctx, batchId));
	if (!isAwaited(batch, key)) return;
	const prepared = await step((ctx) => prepareRun(ctx, batch));
	const so: Counting = {
		...{ counts: { created: 0, updated: 0, skipped: 0, refused: 0 }, rows: [], read: 0 },
		aside: { updated: [], shared: [], refused: [] },
	};
	const of = { ...prepared, params: batch.params };
	const earlier = new EarlierRows(prepared.rules);
	const isTwice = batch.params.duplicates !== "create";
	const tell = teller(step, batchId, signal);
	const share = isTwice ? 2 : 1;
	if (isTwice) {
		for await (const { value } of chunksOf(step, batch)) {
			for (const { cells } of value) earlier.notice(prepared.read(cells));
			so.read = Math.round((value.at(-1)?.end ?? 0) / share);
			if (!(await tell(asPreview(so, key)))) return;
		}
	}
	const before = so.read;
	for await (const { value, broken } of chunksOf(step, batch)) {
		const rows = value.map((row): ReadRow => ({ ...row, reading: prepared.read(row.cells) }));
		const planned = await step(async (ctx) => {
			const around = await readAround(ctx, rows, { rules: prepared.rules, mapping: batch.params.mapping });
			earlier.join(rows, around);
			const plans = planRows(rows, around, prepared.rules);
			earlier.keep(plans, around);
			return plans;
		});
		add(so, planned, of);
		so.read = before + Math.round((value.at(-1)?.end ?? 0) / share);
		if (broken) {
			so.counts.refused++;
			so.aside.refused.push({ line: broken.line, verdict: "refused", reason: broken.broken, cells: [] });
		}
		if (totalOf(so.counts) > MOST_ROWS) {
			await keepPreview(step, batchId, { ...asPreview(so, key), state: "failed", reason: OVERLONG });
			return;
		}
		if (!(await tell(asPreview(so, key)))) return;
	}
	const rough = earlier.isRough ? { isRough: true } : {};
	await keepPreview(step, batchId, { ...asPreview(so, key), ...rough, state: "done" });
}

const totalOf = (counts: Counts) => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** Keeps what is counted so far, now and then; false where nobody waits for it any more. Throws when it is to stop. */
function teller(step: Step, batchId: string, signal: AbortSignal): (preview: Preview) => Promise<boolean> {
	let told = performance.now();
	return async (preview) => {
		if (signal.aborted) throw new Error("the preview was interrupted");
		// Counting alone would leave no turn to anybody else in this process.
		await new Promise((resolve) => setImmediate(resolve));
		if (performance.now() - told < TELL_MS) return true;
		told = performance.now();
		return keepPreview(step, batchId, preview);
	};
}

/** The rows under the headings, some at a time, and at the end why the rest cannot be read. */
async function* chunksOf(
	step: Step,
	{ params }: Import,
): AsyncGenerator<{ value: CsvRow[]; broken?: CsvBreak | undefined }> {
	const rows = readRows(readFile(step, params.fileId), params);
	let taken = 0;
	for (;;) {
		const { value, done } = await rows.next();
		if (done) {
			if (value) yield { value: [], broken: value };
			return;
		}
		for (let from = 0; from < value.length && taken <= MOST_ROWS; from += CHUNK) {
			const chunk = value.slice(from, from + CHUNK).filter(({ line }) => line > 1);
			taken += chunk.length;
			yield { value: chunk };
		}
		if (taken > MOST_ROWS) return;
	}
}

const OVERLONG = "The file has more than 2,000,000 rows. Divide it and import the parts one after the other.";

function isAwaited({ state, params }: Import, key: string): boolean {
	return state === "draft" && params.preview?.key === key && params.preview.state === "running";
}

function add(so: Counting, planned: readonly Planned[], of: Parameters<typeof previewRow>[1]): void {
	const more = countVerdicts(planned);
	for (const verdict of ["created", "updated", "skipped", "refused"] as const) so.counts[verdict] += more[verdict];
	for (const one of planned) {
		const kind = one.other
			? "shared"
			: one.verdict === "updated" || one.verdict === "refused"
				? one.verdict
				: undefined;
		const aside = kind && so.aside[kind].length < ASIDE[kind] ? so.aside[kind] : undefined;
		const list = aside ?? (so.rows.length < SHOWN ? so.rows : undefined);
		list?.push(previewRow(one, of));
	}
}

function asPreview({ counts, rows, aside, read }: Counting, key: string): Preview {
	return { key, state: "running", counts, rows: [...aside.updated, ...aside.shared, ...rows, ...aside.refused], read };
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
