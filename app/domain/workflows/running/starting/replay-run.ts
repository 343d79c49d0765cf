import { sql } from "kysely";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { type VersionGraph, versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

/** `version`: the run's own unless said. `repeatsEffects`: what was done outside is done again, not taken from the record. */
export type Replay = { from: string; version?: number; repeatsEffects?: boolean; isDry?: boolean };

/**
 * Begins a run that goes on from one step of an earlier one, on its version or a newer (FLOW-3). What the earlier run's
 * steps made before that one is taken along; what they did outside after it is answered from the record where the same is
 * asked again. Only steps outside loops can be gone on from. 404, 409, 422.
 */
export async function replayRun(ctx: Ctx, runId: string, replay: Replay): Promise<{ id: string }> {
	authorize(ctx, "workflows.run");
	const run = isId(runId)
		? await ctx.db.selectFrom("workflow_runs").selectAll().where("id", "=", runId).executeTakeFirst()
		: undefined;
	if (!run) throw notFound("run");
	if (!run.ended_at && !replay.isDry) throw conflict("This run is still going. Cancel it, or wait for its end.");
	const number = replay.version ?? run.version_number;
	const flow = await versionGraph(ctx, run.workflow_id, number);
	const node = flow.index.nodes.get(replay.from);
	if (!node) {
		const own = await versionGraph(ctx, run.workflow_id, run.version_number);
		const missing = `Version ${number} has no step “${own.index.nodes.get(replay.from)?.name ?? replay.from}”.`;
		const way = own.index.nodes.has(replay.from) ? `, or the run's own version ${run.version_number}` : "";
		throw invalid(missing, { from: [`${missing} Choose another step${way}.`] });
	}
	if (node.id === flow.trigger)
		throw invalid("Begin a new run instead: this is where runs begin.", { from: ["Choose another step."] });
	const id = newId();
	await sql`
		insert into workflow_runs (org_id, id, workflow_id, version_number, state, is_dry, trigger, subject_type, subject_id, key,
			steps_begun, depth, replay_of, repeats_effects, started_by, created_at)
		values (${ctx.org}, ${id}, ${run.workflow_id}, ${number}, 'running', ${replay.isDry ?? run.is_dry},
			${JSON.stringify(run.trigger)}::jsonb, ${run.subject_type}, ${run.subject_id}, ${run.key}, 2, ${run.depth}, ${runId},
			${replay.repeatsEffects ?? false}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.db);
	// What was made before: the newest of each step that does not come after the one that is gone on from.
	const before = [...flow.index.nodes.keys()].filter(
		(other) => other !== node.id && !flow.index.reaches(node.id, other),
	);
	const { rows: made } = await sql<{ id: string; node: string; began_at: Date }>`
		select distinct on (node) id, node, began_at from workflow_steps where org_id = ${ctx.org} and run_id = ${runId}
			and path = '' and state = 'done' and node = any(${before})
		order by node, ended_at desc, id desc`.execute(ctx.db);
	const copies = inOrder(flow, made).map((step) => ({ was: step.id, id: newId() }));
	await sql`
		insert into workflow_steps (org_id, run_id, id, node, scope, path, state, input, output, port, from_record, began_at, ended_at)
		select s.org_id, ${id}, c.id, s.node, '', '', 'done', s.input, s.output, s.port, true, s.began_at, s.ended_at
		from jsonb_to_recordset(${jsonb(copies)}) as c(was uuid, id uuid)
		join workflow_steps s on s.org_id = ${ctx.org} and s.run_id = ${runId} and s.id = c.was`.execute(ctx.db);
	await sql`
		insert into workflow_steps (org_id, run_id, id, node, state, began_at)
		values (${ctx.org}, ${id}, ${newId()}, ${node.id}, 'ready', ${ctx.now})`.execute(ctx.db);
	await ctx.enqueue(driveRunJob, { orgId: ctx.org, runId: id, workflowId: run.workflow_id });
	await ctx.record({
		name: "workflow.run-replayed",
		subject: { type: "workflow", id: run.workflow_id },
		data: { run: id, of: runId, from: node.name, version: number },
		topics: ["workflow-runs"],
	});
	return { id };
}

/** Steps as they began; those that began in one instant, such as a trigger and what follows it, as the graph leads. */
function inOrder<Step extends { node: string; began_at: Date }>(
	{ graph, trigger }: VersionGraph,
	steps: Step[],
): Step[] {
	const places = new Map([[trigger, 0]]);
	// A map goes on with what is added to it meanwhile.
	for (const [node] of places)
		for (const { from, to } of graph.edges) if (from === node && !places.has(to)) places.set(to, places.size);
	const place = ({ node }: Step) => places.get(node) ?? places.size;
	return steps.sort((one, other) => one.began_at.getTime() - other.began_at.getTime() || place(one) - place(other));
}
