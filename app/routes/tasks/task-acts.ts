import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { localPath } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { countOf } from "#app/ui/lists/count.tsx";

const Act = z.object({
	act: z.enum(["complete", "reopen", "take", "trash", "restore"]),
	// A page of the list at most.
	id: z.array(z.uuid()).min(1).max(100),
});
type Act = z.output<typeof Act>["act"];

export const loader = () => redirect("/tasks");

/** One act on the ticked tasks: all of them or, where one cannot be done, none. Afterwards one is back on the list. */
export const action = (args: ActionFunctionArgs) => {
	const to = localPath(new URL(args.request.url).searchParams.get("back"), "/tasks");
	return quickForm(args, { permission: "tasks.edit", schema: Act, to }, async (ctx, { act, id: ids }, member) => {
		// In one order, so that two who act on the same tasks wait for each other rather than block each other.
		for (const id of [...new Set(ids)].sort()) {
			if (act === "trash") await trashTask(ctx, { id });
			else if (act === "restore") await restoreTask(ctx, id);
			else await updateTask(ctx, { id, ...CHANGES[act](member.org.memberId) });
		}
		const message = `${WORDS[act]} ${countOf(new Set(ids).size, "task", "tasks")}.`;
		return act in LISTS ? { message, link: LISTS[act]! } : message;
	});
};

const CHANGES = {
	complete: () => ({ action: "complete" as const }),
	reopen: () => ({ completed: false }),
	take: (me: string) => ({ assignedTo: me }),
};

const WORDS: Readonly<Record<Act, string>> = {
	...{ complete: "Done:", reopen: "Open again:", take: "Assigned to you:" },
	...{ trash: "Moved to the trash:", restore: "Restored:" },
};

/** Where they are now, and where the way back stands. */
const LISTS: Partial<Record<Act, { to: string; label: string }>> = {
	complete: { to: "/tasks?state=done", label: "Done tasks" },
	trash: { to: "/tasks?state=trashed", label: "Deleted tasks" },
};
