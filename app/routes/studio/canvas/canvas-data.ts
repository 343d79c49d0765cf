import { can } from "#app/domain/identity/policy.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { maskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import { listRecordChoices } from "#app/domain/workflows/reading/record-choices.ts";
import { type RunMarks, readRunMarks } from "#app/domain/workflows/running/state/run-marks.ts";
import { catalogue, checkDrawing } from "./catalogue.ts";

type Ctx = Parameters<typeof getWorkflow>[0];

export type CanvasShown = Awaited<ReturnType<typeof canvasData>>;

/** What the canvas is drawn with: a workflow's draft, or a run's version with how the run stands. Secrets are masked. 404. */
export async function canvasData(ctx: Ctx, id: string, runId: string | null) {
	const { draft, limits: _, ...workflow } = await getWorkflow(ctx, id);
	const run = runId ? await readRunMarks(ctx, id, runId) : null;
	const graph = maskedGraph(run?.graph ?? draft);
	return {
		workflow,
		run: run && withoutGraph(run),
		graph,
		types: catalogue(),
		choices: await listRecordChoices(ctx, graph.nodes),
		checked: await checkDrawing(ctx, graph),
		canEdit: can(ctx.actor, "workflows.edit"),
		canRun: can(ctx.actor, "workflows.run"),
	};
}

/** The graph of a run is what is drawn: it is sent once. */
const withoutGraph = ({ graph: _, ...run }: RunMarks) => run;
