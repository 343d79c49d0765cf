import { invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { problemsOf } from "../definitions/publish-workflow.ts";
import { compareDraftJob } from "../jobs.ts";
import type { Differences } from "./differences.ts";

const DAY = 86_400_000;
/** So far back, and so many runs, unless less is asked for. */
const MOST_DAYS = 31;
const MOST_RUNS = 500;

/**
 * Has a job look at what a workflow's draft would have made of the inputs of its runs since an instant, the newest first
 * (FLOW-3). Nothing leaves: what the runs did with the same input is taken from their record. Answers the comparison's id.
 * 404; 422 for a draft that could not be published.
 */
export async function compareDraft(
	ctx: Ctx,
	workflowId: string,
	{ since, most = MOST_RUNS }: { since?: Date; most?: number } = {},
): Promise<{ id: string }> {
	authorize(ctx, "workflows.edit");
	const workflow = await ctx.db
		.selectFrom("workflows")
		.select(["draft", "version"])
		.where("id", "=", workflowId)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!workflow) throw notFound("workflow");
	const graph = workflow.draft as unknown as Graph;
	const problems = problemsOf(graph).filter(({ level }) => level === "error");
	if (problems.length > 0) {
		const said = { graph: problems.map(({ message }) => message) };
		throw invalid("This draft cannot be tried on earlier runs yet.", said);
	}
	const earliest = new Date(ctx.now.getTime() - MOST_DAYS * DAY);
	const from = since && since > earliest ? since : earliest;
	const { total } = await ctx.db
		.selectFrom(
			ctx.db
				.selectFrom("workflow_runs")
				.select("id")
				.where("workflow_id", "=", workflowId)
				.where("is_dry", "=", false)
				.where("replay_of", "is", null)
				.where("state", "in", ["succeeded", "failed"])
				.where("created_at", ">=", from)
				.limit(Math.max(1, Math.min(most, MOST_RUNS)))
				.as("r"),
		)
		.select(({ fn }) => fn.countAll<number>().as("total"))
		.executeTakeFirstOrThrow();
	const id = newId();
	await ctx.db
		.insertInto("workflow_comparisons")
		.values({
			org_id: ctx.org,
			id,
			workflow_id: workflowId,
			draft_version: workflow.version,
			graph: jsonb(graph),
			since: from,
			total: Number(total),
			created_at: ctx.now,
		})
		.execute();
	await ctx.enqueue(compareDraftJob, { orgId: ctx.org, comparisonId: id });
	return { id };
}

/** A run that would have gone otherwise. */
export type ComparedRun = Differences & { run: string; at: string };

export type Comparison = {
	id: string;
	workflowId: string;
	draftVersion: number;
	state: "running" | "done" | "failed";
	since: Date;
	/** How many runs there are to look at, were looked at, and would have gone otherwise. */
	total: number;
	looked: number;
	differing: number;
	/** The first some hundred of those. */
	results: ComparedRun[];
	error: string | null;
};

/** A comparison as far as it has come. 404. */
export async function getComparison(ctx: Ctx, id: string): Promise<Comparison> {
	authorize(ctx, "workflows.view");
	const row = await ctx.db.selectFrom("workflow_comparisons").selectAll().where("id", "=", id).executeTakeFirst();
	if (!row) throw notFound("comparison");
	const { state, total, looked, differing, error } = row;
	return {
		...{ id, workflowId: row.workflow_id, draftVersion: row.draft_version, since: row.since as Date },
		...{ state, total, looked, differing, error, results: row.results as unknown as ComparedRun[] },
	};
}
