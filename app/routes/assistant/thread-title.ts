import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { ThreadTitle } from "#app/domain/assistant/member/schema.ts";
import { renameThread } from "#app/domain/assistant/member/threads/rename-thread.ts";
import { quickForm } from "#app/doors/quick-form.ts";

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/assistant/${params.id}`);

/** Another name for a conversation. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	return quickForm(
		args,
		{ permission: "assistant.use", schema: ThreadTitle, to: `/assistant/${id}` },
		async (ctx, { title }) => {
			await renameThread(ctx, { id, title });
			return "The conversation is renamed.";
		},
	);
};
