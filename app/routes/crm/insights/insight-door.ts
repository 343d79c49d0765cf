import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requestInsight } from "#app/domain/crm/insights/request-insight.ts";
import type { InsightType } from "#app/domain/crm/insights/schema.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { quickForm } from "#app/doors/quick-form.ts";

/** The button that has an insight written anew, on the pages of contacts and accounts. */
export function insightAction(args: ActionFunctionArgs, type: InsightType) {
	const id = args.params.id ?? "";
	const options = { permission: "insights.request", schema: z.object({}), to: recordPath(type, id) } as const;
	return quickForm(args, options, async (ctx) => {
		await requestInsight(ctx, { type, id });
		return { message: "The summary is being written anew. It appears here in a moment.", tone: "info" };
	});
}
