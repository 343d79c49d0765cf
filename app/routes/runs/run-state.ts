import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { pauseRun, resumeRun } from "#app/domain/workflows/running/change-run.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["pause", "resume"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/runs/${params.id}`);

/** Pauses a run, or lets it go on. Afterwards one is back at it. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	return quickForm(args, { permission: "workflows.run", schema: Act, to: `/runs/${id}` }, async (ctx, { act }) => {
		if (act === "resume") {
			await resumeRun(ctx, id);
			return "The run goes on.";
		}
		await pauseRun(ctx, id);
		return "The run is paused. What it waits for may come meanwhile; nothing more is done until it goes on.";
	});
};
