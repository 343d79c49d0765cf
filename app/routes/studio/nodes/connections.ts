import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { disconnect } from "#app/domain/workflows/rules/edit-graph.ts";
import { localPath } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Edge = z.object({ from: z.string().max(40), port: z.string().max(60), to: z.string().max(40) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/studio/${params.id}`);

/** Takes a connection away; the steps stay. Afterwards one is at `back`. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const to = localPath(new URL(args.request.url).searchParams.get("back"), `/studio/${id}`);
	return quickForm(args, { permission: "workflows.edit", schema: Edge, to }, async (ctx, edge) => {
		await editDraft(ctx, id, (graph) => disconnect(graph, edge));
		return "The steps are disconnected.";
	});
};
