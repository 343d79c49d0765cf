import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { copyDrawing, saveDrawing } from "#app/domain/workflows/definitions/save-drawing.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { maskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
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

/** With `?now=<version>` the draft as it is kept, as JSON, where it is another one, for a canvas that heard of a change; else the canvas itself. 404. */
export const loader = async (args: LoaderFunctionArgs) => {
	const known = new URL(args.request.url).searchParams.get("now");
	if (known === null) return redirect(`/studio/${args.params.id}/canvas`);
	return Response.json(
		await page(args, "workflows.view", async (ctx) => {
			const { draft, version } = await getWorkflow(ctx, args.params.id ?? "");
			return { graph: String(version) === known ? null : maskedGraph(draft), version };
		}),
	);
};

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
