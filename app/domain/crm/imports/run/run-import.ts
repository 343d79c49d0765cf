import { sqlState } from "#app/base/errors.ts";
import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { refreshStatistics } from "#db/table-statistics.ts";
import { planImportedDuplicates } from "../../duplicates/find-duplicates.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { type CsvBreak, type CsvRow, readRows } from "../file/csv-rows.ts";
import { getImport, type Import } from "../import-queries.ts";
import { runImportJob } from "../jobs.ts";
import { type Planned, planRows, type ReadRow } from "../rows/plan-rows.ts";
import type { Counts } from "../schema.ts";
import { Pace } from "./pace.ts";
import { type Prepared, prepareRun } from "./prepare-run.ts";
import { readAround } from "./read-around.ts";
import { writeRows } from "./write-rows.ts";

type Run = { step: Step; batch: Import; prepared: Prepared; pace: Pace; line: number };
type Until = { signal: AbortSignal; sliceMs: number };

/**
 * Takes the rows of an import's file in, from where it stands, until its end or for `sliceMs`; then plans the next run.
 * Each chunk is a transaction with what it changed and the place reached, so a process that dies has done a chunk or
 * not, and the next goes on at that place. Two that run at once take turns: the place is read under a lock, and who
 * finds it moved stops. Rows that the database refuses are found by halving their chunk and refused alone.
 */
export async function runImport(step: Step, batchId: string, { signal, sliceMs }: Until): Promise<void> {
	const batch = await step((ctx) => getImport(ctx, batchId));
	if (batch.state !== "running") return;
	const prepared = await step((ctx) => prepareRun(ctx, batch));
	const from = { byte: batch.cursor.byte ?? 0, line: batch.cursor.line ?? 0 };
	const run: Run = { step, batch, prepared, pace: new Pace(), line: from.line };
	if (run.line === 0) await refreshStatistics(tablesOf(prepared), "looked-up");
	const until = performance.now() + sliceMs;
	const rows = readAhead(readingsOf(run, readRows(readFile(step, batch.params.fileId, from.byte), batch.params, from)));
	let waiting: ReadRow[] = [];
	try {
		for (;;) {
			const { value, done } = await rows.next();
			if (done) {
				if (waiting.length > 0 && !(await takeIn(run, waiting))) return;
				await step((ctx) => finishImport(ctx, batchId, value));
				return;
			}
			waiting = waiting.concat(value);
			while (waiting.length >= run.pace.size) {
				const chunk = waiting.slice(0, run.pace.size);
				waiting = waiting.slice(chunk.length);
				if (!(await takeIn(run, chunk))) return;
				if (signal.aborted || performance.now() > until) {
					await step((ctx) => ctx.enqueue(runImportJob, { orgId: ctx.org, batchId }));
					return;
				}
			}
		}
	} finally {
		await rows.return(undefined);
	}
}

/** What the rows say, read as they come out of the file. */
async function* readingsOf(
	{ prepared }: Run,
	source: AsyncGenerator<CsvRow[], CsvBreak | undefined>,
): AsyncGenerator<ReadRow[], CsvBreak | undefined> {
	for (;;) {
		const { value, done } = await source.next();
		if (done) return value;
		yield value.map((row): ReadRow => ({ ...row, reading: prepared.read(row.cells) }));
	}
}

/** Asks for what comes next before what is there is worked on, so that the file is read while the database writes. */
async function* readAhead<T, R>(source: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
	let next = source.next();
	try {
		for (;;) {
			const { value, done } = await next;
			if (done) return value;
			next = source.next();
			yield value;
		}
	} finally {
		// Nothing of it goes on behind the back of who stopped reading.
		await next.catch(() => undefined);
	}
}

/** Takes a chunk in; false where the import was stopped or another run took it over. */
async function takeIn(run: Run, chunk: readonly ReadRow[]): Promise<boolean> {
	const { step, pace } = run;
	// The row of headings has been read before.
	const rows = chunk.filter(({ line }) => line > 1);
	const last = chunk.at(-1)!;
	const started = performance.now();
	try {
		const moved = await step((ctx) => takeRows(ctx, run, rows, last));
		if (!moved) return false;
		pace.learn(chunk.length, performance.now() - started);
		await noticeGrowth(run, last.line);
		run.line = last.line;
		return true;
	} catch (error) {
		const isOfRows = /^2[23]/.test(sqlState(error) ?? "");
		if (!isOfRows) throw error;
		if (chunk.length === 1) return refuseRow(run, rows[0]!, error);
		const half = Math.ceil(chunk.length / 2);
		return (await takeIn(run, chunk.slice(0, half))) && takeIn(run, chunk.slice(half));
	}
}

/** At each fivefold number of rows the planner hears of them; later its own worker does, where there is one. */
async function noticeGrowth({ prepared, line: before }: Run, line: number): Promise<void> {
	if (GROWN.some((rows) => before < rows && rows <= line))
		await refreshStatistics([...tablesOf(prepared), "batch_changes", "events"], "looked-up");
}

const tablesOf = ({ kind }: Prepared) => [...new Set([RECORD_TABLES[kind.type], "accounts" as const])];

const GROWN = [1_000, 5_000, 25_000, 125_000, 625_000];

async function takeRows(ctx: Ctx, run: Run, rows: readonly ReadRow[], last: CsvRow): Promise<boolean> {
	const { batch, prepared } = run;
	if (!(await holdPlace(ctx, run))) return false;
	const around = await readAround(ctx, rows, { rules: prepared.rules, mapping: batch.params.mapping, lock: true });
	const planned = planRows(rows, around, prepared.rules);
	await writeRows(ctx, { id: batch.id, ...prepared }, planned, around);
	await movePlace(ctx, batch.id, last, countVerdicts(planned));
	return true;
}

async function refuseRow(run: Run, row: ReadRow, error: unknown): Promise<boolean> {
	const reason = `The row could not be kept: ${error instanceof Error ? error.message.split("\n")[0] : error}.`;
	const refused: ReadRow = { ...row, reading: { reason } };
	const moved = await run.step((ctx) => takeRows(ctx, run, [refused], row));
	if (moved) run.line = row.line;
	return moved;
}

/** Locks the import and says whether it is running and stands where this run left it. */
async function holdPlace(ctx: Ctx, { batch, line }: Run): Promise<boolean> {
	const row = await ctx.db
		.selectFrom("change_batches")
		.select(["state", "cursor"])
		.where("id", "=", batch.id)
		.forUpdate()
		.executeTakeFirst();
	return row?.state === "running" && ((row.cursor as { line?: number }).line ?? 0) === line;
}

async function movePlace(ctx: Ctx, id: string, { end, line }: CsvRow, counts: Counts): Promise<void> {
	const cursor = { byte: end, line, at: ctx.now.toISOString() };
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			cursor: jsonb(cursor),
			done: eb(
				"done",
				"+",
				Object.values(counts).reduce((sum, one) => sum + one, 0),
			),
			created_count: eb("created_count", "+", counts.created),
			updated_count: eb("updated_count", "+", counts.updated),
			skipped_count: eb("skipped_count", "+", counts.skipped),
			refused_count: eb("refused_count", "+", counts.refused),
		}))
		.where("id", "=", id)
		.execute();
}

export function countVerdicts(planned: readonly Pick<Planned, "verdict">[]): Counts {
	const counts: Counts = { created: 0, updated: 0, skipped: 0, refused: 0 };
	for (const { verdict } of planned) counts[verdict]++;
	return counts;
}

/** Ends an import at the end of its file, with the one event that others follow. `broken`: what could not be read. */
async function finishImport(ctx: Ctx, id: string, broken: { line: number; broken: string } | undefined): Promise<void> {
	const batch = await getImport(ctx, id, true);
	if (batch.state !== "running") return;
	const counts = { ...batch.counts };
	if (broken) {
		const reason = broken.broken;
		await ctx.db
			.insertInto("import_refusals")
			.values({ org_id: ctx.org, batch_id: id, line: broken.line, reason, cells: jsonb([]) })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		counts.refused++;
	}
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			state: "done",
			ended_at: ctx.now,
			done: Object.values(counts).reduce((sum, one) => sum + one, 0),
			refused_count: counts.refused,
			version: eb("version", "+", 1),
		}))
		.where("id", "=", id)
		.execute();
	const by = batch.memberId
		? ({ kind: "member", id: batch.memberId, name: batch.memberName, role: "user", userId: "" } as const)
		: ctx.actor;
	await ctx.record({
		name: `${batch.rows}s.imported`,
		subject: { type: "batch", id },
		by,
		data: { title: batch.title, ...counts },
		topics: [`${batch.type}s`],
	});
	if (batch.type === "contact") await planImportedDuplicates(ctx, id);
}
