import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { restoreThread, trashThread } from "#app/domain/assistant/member/threads/trash-thread.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["trash", "restore"]) });

export const loader = () => redirect("/assistant");

/** Deletes a conversation, or brings it back. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	return quickForm(args, { permission: "assistant.use", schema: Act, to: "/assistant" }, async (ctx, { act }) => {
		if (act === "restore") {
			await restoreThread(ctx, id);
			return "The conversation is back.";
		}
		await trashThread(ctx, id);
		return { message: "The conversation is deleted.", undo: { action: `/assistant/${id}/trash`, act: "restore" } };
	});
};
