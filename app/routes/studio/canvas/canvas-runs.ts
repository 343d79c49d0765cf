import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { conflict, invalid } from "#app/base/errors.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { form, leave } from "#app/doors/form.ts";

const Begin = z.object({ act: z.enum(["run"]) });

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/studio/${params.id}/canvas`);

/**
 * Begins a run of what is published and shows it light up on the canvas, with nothing. What a run begins with is given on
 * the page for it, and drafts are run dry on theirs.
 */
export const action = async (args: ActionFunctionArgs) => {
	const canvas = `/studio/${args.params.id}/canvas`;
	const answer = await form(args, { permission: "workflows.run", schema: Begin }, async (ctx) => {
		const { id, published } = await getWorkflow(ctx, args.params.id ?? "");
		if (published === null) throw conflict("This workflow was never published. Publish it first.");
		const run = await startRun(ctx, id, { trigger: {} }, { evenIfOff: true });
		if (!run) throw invalid("The workflow's limits leave no room for another run now. Nothing was begun.");
		return { to: `${canvas}?run=${run}` };
	});
	if (answer instanceof Response) return answer;
	return leave({ to: canvas, flash: { message: answer.data.message ?? "Nothing was begun.", tone: "info" } });
};
