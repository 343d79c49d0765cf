import { z } from "zod";
import { INSIGHT_TYPES, Insight } from "#app/domain/crm/insights/schema.ts";
import { writeInsight } from "#app/domain/crm/insights/write-insight.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { endpointModels } from "#app/doors/api/endpoint-models.ts";

export const writeCrmInsight = endpoint({
	method: "POST",
	path: "/api/crm/insights",
	summary: "Write the insight of a contact or an account",
	description:
		"A summary, risks and the next best action, each with what it stands on: entries of the timeline and records. " +
		"`source` says whether a model or the rules wrote it. It is kept and shown on the record's page.",
	permission: "insights.request",
	also: ["contacts.view", "accounts.view"],
	input: z.object({ type: z.enum(INSIGHT_TYPES), id: z.uuid() }),
	output: Insight.extend({ computedAt: z.iso.datetime() }),
	runOutside: (scope, input, { signal }) => writeInsight(scope, input, endpointModels(), signal),
});
