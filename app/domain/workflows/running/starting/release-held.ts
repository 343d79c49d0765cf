import { sql } from "kysely";
import { driveRunJob, releaseHeldJob } from "#app/domain/workflows/jobs.ts";
import type { Ctx } from "#db/context.ts";

const PER_MINUTE_MS = 60_000;
/** After so long the runs that began in a minute count no more, also by a clock that is a little behind. */
const NEXT_MINUTE_MS = PER_MINUTE_MS + 1_000;
const AT_ONCE = 200;

/** A workflow's limits, with its row locked: who counts its runs and adds to them does so alone. */
export async function lockLimits(ctx: Ctx, workflowId: string) {
	return ctx.db
		.selectFrom("workflows")
		.select(["most_running", "most_per_key", "most_per_minute"])
		.where("id", "=", workflowId)
		.forUpdate()
		.executeTakeFirst();
}

export type Limits = { most_running: number | null; most_per_key: number | null; most_per_minute: number | null };

/** How many runs of a workflow go on now and began within the last minute; by key those of the keys asked for. */
export async function countGoing(ctx: Ctx, workflowId: string, limits: Limits, keys: readonly string[]) {
	const { rows } = await sql<{ going: number; lately: number; by_key: Record<string, number> }>`
		select (select count(*)::int from workflow_runs where org_id = ${ctx.org} and workflow_id = ${workflowId}
				and ended_at is null and state <> 'held' and not is_unplaced) as going,
			${
				limits.most_per_minute === null
					? sql`0`
					: sql`(select count(*)::int from (select from workflow_runs where org_id = ${ctx.org}
				and workflow_id = ${workflowId} and state <> 'held' and not is_unplaced and created_at > ${new Date(ctx.now.getTime() - PER_MINUTE_MS)}
				limit ${limits.most_per_minute}) r)`
			} as lately,
			(select coalesce(jsonb_object_agg(key, n), '{}') from (select key, count(*)::int as n from workflow_runs
				where org_id = ${ctx.org} and workflow_id = ${workflowId} and ended_at is null and state <> 'held' and not is_unplaced
				and key = any(${keys}) group by key) k) as by_key`.execute(ctx.db);
	return rows[0]!;
}

/**
 * As `releaseHeld`, for the workflows of runs that ended: those that nobody waits for cost one statement together. All are
 * locked before it is asked who waits, so that nobody is held meanwhile and then forgotten.
 */
export async function releaseHeldOf(ctx: Ctx, workflowIds: readonly string[]): Promise<void> {
	if (workflowIds.length === 0) return;
	const ids = [...workflowIds];
	await sql`select from workflows where org_id = ${ctx.org} and id = any(${ids}::uuid[]) order by id for update`.execute(
		ctx.db,
	);
	const { rows } = await sql<{ workflow_id: string }>`
		select w.id as workflow_id from unnest(${ids}::uuid[]) w (id) where exists (
			select from workflow_runs r where r.org_id = ${ctx.org} and r.workflow_id = w.id and r.state = 'held'
				and r.ended_at is null)`.execute(ctx.db);
	for (const { workflow_id } of rows) await releaseHeld(ctx, workflow_id);
}

/** Begins the runs that waited for a free place, the oldest first, as far as the limits allow (FLOW-4). */
export async function releaseHeld(ctx: Ctx, workflowId: string): Promise<void> {
	const limits = await lockLimits(ctx, workflowId);
	if (!limits) return;
	const held = await ctx.db
		.selectFrom("workflow_runs")
		.select(["id", "key"])
		.where("workflow_id", "=", workflowId)
		.where("state", "=", "held")
		.where("ended_at", "is", null)
		.orderBy("id")
		.limit(AT_ONCE)
		// One that is being cancelled is left out, and waited for by nobody.
		.forUpdate()
		.skipLocked()
		.execute();
	if (held.length === 0) return;
	const keys = held.flatMap(({ key }) => key ?? []);
	const places = placesOf(limits, await countGoing(ctx, workflowId, limits, keys));
	const freed = held.filter(({ key }) => places.take(key)).map(({ id }) => id);
	await releaseLater(ctx, workflowId, limits, held.length, freed.length);
	if (freed.length === 0) return;
	await sql`update workflow_runs set state = 'running', turn = turn + 1, created_at = ${ctx.now}
		where org_id = ${ctx.org} and id = any(${freed})`.execute(ctx.db);
	await ctx.enqueueMany(
		driveRunJob,
		freed.map((runId) => ({ payload: { orgId: ctx.org, runId, workflowId } })),
	);
}

/** Those who still wait go on when a run ends; where a minute's number was reached none may, and a job looks again. */
async function releaseLater(ctx: Ctx, workflowId: string, limits: Limits, held: number, freed: number): Promise<void> {
	if (freed === AT_ONCE) return ctx.enqueue(releaseHeldJob, { orgId: ctx.org, workflowId });
	if (freed < held && limits.most_per_minute !== null) await planRelease(ctx, workflowId);
}

/** Looks at those who wait once the runs of this minute count no more. */
export async function planRelease(ctx: Ctx, workflowId: string): Promise<void> {
	const after = new Date(ctx.now.getTime() + NEXT_MINUTE_MS);
	await ctx.enqueue(releaseHeldJob, { orgId: ctx.org, workflowId }, { after });
}

/** Gives out the places that limits leave, one at a time. */
export function placesOf(limits: Limits, counted: { going: number; lately: number; by_key: Record<string, number> }) {
	let { going, lately } = counted;
	const byKey = new Map(Object.entries(counted.by_key));
	return {
		take(key: string | null): boolean {
			const isFull =
				(limits.most_running !== null && going >= limits.most_running) ||
				(limits.most_per_minute !== null && lately >= limits.most_per_minute) ||
				(limits.most_per_key !== null && key !== null && (byKey.get(key) ?? 0) >= limits.most_per_key);
			if (isFull) return false;
			going++;
			lately++;
			if (key !== null) byKey.set(key, (byKey.get(key) ?? 0) + 1);
			return true;
		},
	};
}
