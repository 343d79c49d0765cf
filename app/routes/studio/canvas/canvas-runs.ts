import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { conflict, invalid } from "#app/base/errors.ts";
import { getVersion } from "#app/domain/workflows/definitions/version-queries.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { form, leave } from "#app/doors/form.ts";

const Begin = z.object({ act: z.enum(["run", "dry"]) });

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/studio/${params.id}/canvas`);

/**
 * Begins a run of what is published and shows it light up on the canvas: a dry one on what its trigger usually brings, a
 * true one with nothing. What a true run begins with is given on the page for it.
 */
export const action = async (args: ActionFunctionArgs) => {
	const canvas = `/studio/${args.params.id}/canvas`;
	const answer = await form(args, { permission: "workflows.run", schema: Begin }, async (ctx, { act }) => {
		const { id, published } = await getWorkflow(ctx, args.params.id ?? "");
		if (published === null) throw conflict("This workflow was never published. Publish it first.");
		const { graph } = await getVersion(ctx, id, published);
		const type = nodeTypes().get(graph.nodes.find((node) => nodeTypes().get(node.type)?.isTrigger)?.type ?? "");
		const isDry = act === "dry";
		const trigger = isDry ? ((type?.sample ?? {}) as Record<string, unknown>) : {};
		const run = await startRun(ctx, id, { trigger }, { isDry, evenIfOff: true });
		if (!run) throw invalid("The workflow's limits leave no room for another run now. Nothing was begun.");
		return {
			to: `${canvas}?run=${run}`,
			flash: isDry ? "The dry run has begun. Nothing leaves." : "The run has begun.",
		};
	});
	if (answer instanceof Response) return answer;
	return leave({ to: canvas, flash: { message: answer.data.message ?? "Nothing was begun.", tone: "info" } });
};
