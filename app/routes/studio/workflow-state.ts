import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { duplicateWorkflow } from "#app/domain/workflows/definitions/duplicate-workflow.ts";
import { turnWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { restoreWorkflow } from "#app/domain/workflows/definitions/restore-workflow.ts";
import { trashWorkflow } from "#app/domain/workflows/definitions/trash-workflow.ts";
import { localPath } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["on", "off", "duplicate", "trash", "restore"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/studio/${params.id}`);

/** The buttons of a workflow: on, off, a copy, to the trash and back. Afterwards one is at `back`. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const to = localPath(new URL(args.request.url).searchParams.get("back"), `/studio/${id}`);
	return quickForm(args, { permission: "workflows.edit", schema: Act, to }, async (ctx, { act }) => {
		switch (act) {
			case "on":
			case "off":
				await turnWorkflow(ctx, id, act === "on");
				return act === "on" ? "The workflow is on." : "The workflow is off. Runs under way go on.";
			case "duplicate": {
				const copy = await duplicateWorkflow(ctx, id);
				return {
					message: `${copy.name} is added as a draft.`,
					link: { to: `/studio/${copy.id}`, label: "Open the copy" },
				};
			}
			case "trash": {
				const { name } = await trashWorkflow(ctx, id);
				return { message: `In the trash: ${name}`, undo: { action: `/studio/${id}/state`, act: "restore" } };
			}
			default:
				return `Back from the trash, turned off: ${(await restoreWorkflow(ctx, id)).name}`;
		}
	});
};
