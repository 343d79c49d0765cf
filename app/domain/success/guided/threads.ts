import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { GuidedSettings } from "#app/domain/workflows/guided/schema.ts";
import type { Ctx } from "#db/context.ts";

export type Thread = {
	id: string;
	runId: string;
	stepId: string;
	title: string;
	state: "open" | "completed" | "closed";
	outcome: string | null;
	startedBy: string;
	startedAt: Date;
	endedAt: Date | null;
	durationMs: number | null;
};

export type ThreadMessage = {
	id: string;
	author: "member" | "assistant";
	name: string;
	body: string;
	/** Who or what wrote it: a fixed answer, a model, the rules. */
	source: "member" | "fixed" | "model" | "rules" | "action";
	provider: string | null;
	model: string | null;
	at: Date;
};

const COLUMNS = sql`t.id, t.run_id as "runId", t.step_id as "stepId", t.title, t.state, t.outcome, t.started_by as "startedBy",
	t.started_at as "startedAt", t.ended_at as "endedAt", t.duration_ms as "durationMs"`;

/**
 * The conversation beside a guided step that waits: begun, or the one that there is (SUCCESS-5). Twice at once make one.
 * 404 for no such step, 409 for one that is over.
 */
export async function openThread(ctx: Ctx, { runId, stepId }: { runId: string; stepId: string }): Promise<Thread> {
	authorize(ctx, "success.work");
	const step = await findStep(ctx, runId, stepId);
	if (!step) throw notFound("step");
	if (step.state !== "waiting") throw conflict("This step is over already. No conversation was begun.");
	await ctx.db
		.insertInto("guided_threads")
		.values({
			...{ org_id: ctx.org, id: newId(), run_id: runId, step_id: stepId, title: step.settings.title },
			...{ started_by: ctx.actor.name, started_at: ctx.now },
		})
		.onConflict((clash) => clash.doNothing())
		.execute();
	return (await findThread(ctx, { runId, stepId }))!;
}

/** A thread by its id. 404 for none here. */
export async function getThread(ctx: Ctx, id: string): Promise<Thread> {
	authorize(ctx, "success.view");
	const { rows } = isId(id)
		? await sql<Thread>`select ${COLUMNS} from guided_threads t where t.org_id = ${ctx.org} and t.id = ${id}`.execute(
				ctx.db,
			)
		: { rows: [] };
	if (!rows[0]) throw notFound("conversation");
	return rows[0];
}

/** A thread that is open, held until the commit. 404; 409 for one that is over. */
export async function lockOpenThread(ctx: Ctx, id: string): Promise<Thread> {
	const { rows } = isId(id)
		? await sql<Thread>`
			select ${COLUMNS} from guided_threads t where t.org_id = ${ctx.org} and t.id = ${id} for update`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound("conversation");
	if (rows[0].state !== "open")
		throw conflict("This conversation is over: its step was ended. Nothing was added to it.");
	return rows[0];
}

/** The thread of a step, if it has one. */
export async function findThread(
	ctx: Ctx,
	{ runId, stepId }: { runId: string; stepId: string },
): Promise<Thread | undefined> {
	const { rows } = await sql<Thread>`
		select ${COLUMNS} from guided_threads t where t.org_id = ${ctx.org} and t.run_id = ${runId} and t.step_id = ${stepId}`.execute(
		ctx.db,
	);
	return rows[0];
}

/** What was said in a thread, the oldest first: the last two hundred lines. 404 for none here. */
export async function listMessages(ctx: Ctx, threadId: string): Promise<ThreadMessage[]> {
	await getThread(ctx, threadId);
	const { rows } = await sql<ThreadMessage>`
		select * from (
			select m.id, m.author, m.author_name as name, m.body, m.source, m.provider, m.model, m.at
			from guided_messages m where m.org_id = ${ctx.org} and m.thread_id = ${threadId} order by m.id desc limit 200) x
		order by id`.execute(ctx.db);
	return rows;
}

/** A guided step of a run as it is stored; undefined for any other step. */
export async function findStep(
	ctx: Ctx,
	runId: string,
	stepId: string,
): Promise<{ state: string; settings: GuidedSettings } | undefined> {
	if (!isId(runId) || !isId(stepId)) return undefined;
	const row = await ctx.db
		.selectFrom("workflow_steps")
		.select(["state", "input"])
		.where("run_id", "=", runId)
		.where("id", "=", stepId)
		.executeTakeFirst();
	const settings = row?.input as GuidedSettings | null | undefined;
	return row && settings?.fields ? { state: row.state, settings } : undefined;
}
