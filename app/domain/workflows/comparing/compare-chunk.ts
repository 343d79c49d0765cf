import { maskedInput } from "#app/domain/workflows/reading/masked-input.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { prepareGraph, type VersionGraph, versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { compareDraftJob } from "../jobs.ts";
import type { ComparedRun } from "./compare-draft.ts";
import { differencesOf, stable } from "./differences.ts";
import { type Began, type Walk, type Walked, walkDraft } from "./walk-draft.ts";

const AT_ONCE = 20;
/** Of those that would have gone otherwise, so many are kept in words. */
const MOST_RESULTS = 300;
/** Steps of one run that are read. */
const MOST_STEPS = 2_000;

/**
 * Looks at the next runs of a comparison and notes how far it came, in the caller's transaction; goes on in another job.
 * Carried out twice it only goes on further.
 */
export async function compareChunk(ctx: Ctx, id: string): Promise<void> {
	const row = await ctx.db
		.selectFrom("workflow_comparisons")
		.selectAll()
		.where("id", "=", id)
		.where("state", "=", "running")
		.forUpdate()
		.executeTakeFirst();
	if (!row) return;
	const left = row.total - row.looked;
	const runs = await ctx.db
		.selectFrom("workflow_runs")
		.select(["id", "version_number", "state", "trigger", "subject_type", "subject_id", "created_at"])
		.where("workflow_id", "=", row.workflow_id)
		.where("is_dry", "=", false)
		.where("replay_of", "is", null)
		.where("state", "in", ["succeeded", "failed"])
		.where("created_at", ">=", row.since)
		.$if(row.cursor_id !== null, (query) => query.where("id", "<", row.cursor_id!))
		.orderBy("id", "desc")
		.limit(Math.max(0, Math.min(AT_ONCE, left)))
		.execute();
	const draft = prepareGraph(row.graph as unknown as Graph);
	const found: ComparedRun[] = [];
	for (const run of runs) {
		const differences = await compareRun(ctx, row.workflow_id, run, draft);
		if (differences.outcome || differences.changes.length > 0) {
			found.push({ run: run.id, at: (run.created_at as Date).toISOString(), ...differences });
		}
	}
	const isOver = runs.length < AT_ONCE || left <= runs.length;
	const before = row.results as unknown as ComparedRun[];
	await ctx.db
		.updateTable("workflow_comparisons")
		.set({
			looked: row.looked + runs.length,
			differing: row.differing + found.length,
			results: jsonb([...before, ...found].slice(0, MOST_RESULTS)),
			...(runs.length > 0 ? { cursor_id: runs.at(-1)!.id } : {}),
			...(isOver ? { state: "done", ended_at: ctx.now } : {}),
		})
		.where("id", "=", id)
		.execute();
	if (!isOver) await ctx.enqueue(compareDraftJob, { orgId: ctx.org, comparisonId: id });
	else await tellEnd(ctx, row.workflow_id, id, row.differing + found.length);
}

async function tellEnd(ctx: Ctx, workflowId: string, comparison: string, differing: number): Promise<void> {
	await ctx.record({
		name: "workflow.draft-compared",
		subject: { type: "workflow", id: workflowId },
		data: { comparison, differing },
	});
}

type Run = {
	id: string;
	version_number: number;
	state: string;
	trigger: unknown;
	subject_type: string | null;
	subject_id: string | null;
	created_at: unknown;
};

async function compareRun(ctx: Ctx, workflowId: string, run: Run, draft: VersionGraph) {
	const rows = await ctx.db
		.selectFrom("workflow_steps")
		.select(["node", "path", "state", "input", "output", "port", "error", "began_at"])
		.where("run_id", "=", run.id)
		.where("state", "in", ["done", "failed"])
		.orderBy("ended_at")
		.orderBy("id")
		.limit(MOST_STEPS)
		.execute();
	const { graph } = await versionGraph(ctx, workflowId, run.version_number);
	const types = new Map(graph.nodes.map(({ id, type }) => [id, type]));
	const steps = rows.map(
		({ node, path, port, input, output, error, state }): Walked => ({
			...{ node, path, input: maskedInput(types.get(node), input ?? null), output, effect: null },
			port: state === "failed" ? "error" : (port ?? "next"),
			error: state === "failed" ? (error ?? "It failed.") : null,
		}),
	);
	const when = new Map(rows.map(({ node, path, began_at }) => [`${path} ${node}`, began_at as Date]));
	const known = new Map(steps.map((step) => [`${step.path} ${step.node} ${stable(step.input)}`, step]));
	const subject = run.subject_type && run.subject_id ? { type: run.subject_type, id: run.subject_id } : null;
	const began: Began = {
		trigger: run.trigger as Record<string, unknown>,
		subject,
		at: (node, path) => when.get(`${path} ${node}`) ?? (run.created_at as Date),
	};
	let walk: Walk;
	try {
		walk = walkDraft(ctx, draft, began, (node, path, input) => known.get(`${path} ${node} ${stable(input)}`));
	} catch (error) {
		// One run that cannot be followed does not keep the others from being looked at.
		return { outcome: null, changes: [`It could not be followed: ${(error as Error).message}`] };
	}
	// A trigger is asked by nobody whether it differs: what it begins with is what it was.
	const trigger = graph.nodes.find(({ id }) => id === draft.trigger)?.id;
	const own = (list: readonly Walked[]) => list.filter(({ node }) => node !== trigger && node !== draft.trigger);
	return differencesOf(
		{ steps: own(steps), outcome: run.state, graph },
		{ steps: own(walk.steps), outcome: walk.outcome, graph: draft.graph },
	);
}
