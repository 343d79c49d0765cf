import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { localPath } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({
	act: z.enum(["complete", "skip", "reopen", "take", "trash", "restore"]),
	version: z.coerce.number().int().positive().optional(),
});

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/tasks/${params.id}`);

/** The buttons of a task: done, skip, open again, mine, to the trash and back. Afterwards one is back where the button was. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const to = localPath(new URL(args.request.url).searchParams.get("back"), `/tasks/${id}`);
	return quickForm(args, { permission: "tasks.edit", schema: Act, to }, async (ctx, { act, version }) => {
		if (act === "restore") return `Back from the trash: ${(await restoreTask(ctx, id)).title}`;
		if (act === "trash") {
			const { title } = await trashTask(ctx, { id, version });
			const undo = { action: `/tasks/${id}/state?${new URLSearchParams({ back: to })}`, act: "restore" };
			return { message: `In the trash: ${title}`, undo };
		}
		if (act === "take") {
			await updateTask(ctx, { id, assignedTo: ctx.actor.kind === "member" ? ctx.actor.id : null });
			return "The task is yours.";
		}
		await updateTask(ctx, { id, ...(act === "reopen" ? { completed: false } : { action: act }) });
		const { title } = await getTask(ctx, id);
		const message = `${WORDS[act]}: ${title}`;
		// Today's list keeps the closed task in its place, with its own way back.
		if (act === "reopen" || to.startsWith("/today")) return message;
		return { message, undo: { action: `/tasks/${id}/state?${new URLSearchParams({ back: to })}`, act: "reopen" } };
	});
};

const WORDS = { complete: "Done", skip: "Skipped", reopen: "Open again" };
