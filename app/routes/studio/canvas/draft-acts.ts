import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { copyDrawing, saveDrawing } from "#app/domain/workflows/definitions/save-drawing.ts";
import { form } from "#app/doors/form.ts";
import { checkDrawing } from "./catalogue.ts";
import { GraphField } from "./graph-field.ts";
import { jsonAnswer } from "./json-answer.ts";

const Save = z.object({
	act: z.enum(["save", "copy"]),
	graph: GraphField,
	version: z.coerce.number().int().min(1),
	/** Of a copy: what it is called. */
	name: z.string().trim().min(1).max(120).optional(),
});

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/studio/${params.id}/canvas`);

/**
 * What the canvas saves by itself, as JSON: the draft with what the server finds in it, or a copy as a workflow of its
 * own. A draft saved by somebody else meanwhile is answered with 409 and theirs.
 */
export const action = async (args: ActionFunctionArgs) => {
	const answer = form(
		args,
		{ permission: "workflows.edit", schema: Save },
		async (ctx, { act, graph, version, name }) => {
			const id = args.params.id ?? "";
			if (act === "copy") return { show: await copyDrawing(ctx, id, { name: name ?? "Copy", graph }) };
			const saved = await saveDrawing(ctx, id, { graph, version });
			return { show: { version: saved.version, checked: await checkDrawing(ctx, graph) } };
		},
	);
	return jsonAnswer(await answer);
};
