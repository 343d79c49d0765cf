import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { getDraft } from "./change-import.ts";
import { getImport, type Import } from "./import-queries.ts";
import { runImportJob, undoImportJob } from "./jobs.ts";

/** Begins an import whose preview is there. Throws 404, 409 when it has begun or is still being counted. */
export async function beginImport(ctx: Ctx, id: string): Promise<void> {
	const { params, title } = await getDraft(ctx, id);
	if (params.preview?.state !== "done") throw conflict("Wait until the preview is there, then begin.");
	await setState(ctx, id, { state: "running", started_at: ctx.now, cursor: "{}" });
	await ctx.record({ name: "batch.started", subject: { type: "batch", id }, data: { title } });
	await ctx.enqueue(runImportJob, { orgId: ctx.org, batchId: id });
}

/** Ends an import where it stands; what is done stays and can be undone. A draft is thrown away with its file. */
export async function cancelImport(ctx: Ctx, id: string): Promise<"cancelled" | "removed"> {
	const found = await getImport(ctx, id, true);
	if (found.state === "draft") {
		await ctx.db.deleteFrom("change_batches").where("id", "=", id).execute();
		await ctx.db.deleteFrom("files").where("id", "=", found.params.fileId).execute();
		return "removed";
	}
	if (found.state !== "running") throw conflict("This import is not running, so there is nothing to stop.");
	await setState(ctx, id, { state: "cancelled", ended_at: ctx.now });
	await ctx.record({
		name: "batch.finished",
		subject: { type: "batch", id },
		data: { title: found.title, state: "cancelled" },
	});
	return "cancelled";
}

const ENDED: readonly Import["state"][] = ["done", "cancelled", "failed"];

/** Takes an import back, by a job. What somebody changed since is left alone and counted. Throws 404, 409. */
export async function undoImport(ctx: Ctx, id: string): Promise<void> {
	const { state, title } = await getImport(ctx, id, true);
	if (!ENDED.includes(state)) {
		throw conflict(
			state === "undone" ? "This import was undone already." : "Only an import that has ended can be undone.",
		);
	}
	const { count } = await ctx.db
		.selectFrom("batch_changes")
		.select((eb) => eb.fn.countAll<number>().as("count"))
		.where("batch_id", "=", id)
		.executeTakeFirstOrThrow();
	await setState(ctx, id, { state: "undoing", cursor: "{}", total: Number(count), done: 0 });
	await ctx.record({ name: "batch.undone", subject: { type: "batch", id }, data: { title } });
	await ctx.enqueue(undoImportJob, { orgId: ctx.org, batchId: id });
}

/** Goes on with an import whose job was lost, such as after a long time without a database. */
export async function resumeImport(ctx: Ctx, id: string): Promise<void> {
	const { state } = await getImport(ctx, id, true);
	if (state === "failed") await setState(ctx, id, { state: "running", ended_at: null, reason: null });
	else if (state !== "running" && state !== "undoing")
		throw conflict("This import has ended, so there is nothing to go on with.");
	await ctx.enqueue(state === "undoing" ? undoImportJob : runImportJob, { orgId: ctx.org, batchId: id });
}

async function setState(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({ ...set, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
}
