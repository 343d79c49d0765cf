import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { duplicateNode } from "#app/domain/workflows/rules/edit-graph.ts";
import { quickForm } from "#app/doors/quick-form.ts";

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/studio/${params.id}`);

/** Adds a copy of a step that nothing leads to yet. */
export const action = (args: ActionFunctionArgs) => {
	const { id = "", node = "" } = args.params;
	const to = `/studio/${id}`;
	return quickForm(args, { permission: "workflows.edit", schema: z.object({}), to }, async (ctx) => {
		let copy: string | null = null;
		await editDraft(ctx, id, (graph) => {
			const made = duplicateNode(graph, node);
			if (made.id === null) throw notFound("step");
			copy = made.id;
			return made.graph;
		});
		return {
			message: "The copy stands at the end: nothing leads to it yet.",
			link: { to: `/studio/${id}/nodes/${copy}/place`, label: "Say where it belongs" },
		};
	});
};
