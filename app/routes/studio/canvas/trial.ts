import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { withNames } from "#app/domain/workflows/reading/named-ids.ts";
import { tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { form } from "#app/doors/form.ts";
import { GraphField, JsonField } from "./graph-field.ts";
import { jsonAnswer } from "./json-answer.ts";

const Trial = z.object({ graph: GraphField, node: z.string().max(60), trigger: JsonField });

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/studio/${params.id}/canvas`);

/** Tries one step of the drawing as it is in the browser on sample data, saved or not; nothing is written or sent. */
export const action = async (args: ActionFunctionArgs) => {
	const answer = form(args, { permission: "workflows.view", schema: Trial }, async (ctx, { graph, node, trigger }) => ({
		show: { tried: await withNames(ctx, await tryNode(ctx, graph, node, trigger ? { trigger } : {})) },
	}));
	return jsonAnswer(await answer);
};
