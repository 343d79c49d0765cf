import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { FACT_NAMES, sayReason } from "#app/domain/crm/scores/rules.ts";
import { scoreContacts } from "#app/domain/crm/scores/score-contacts.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";

export const scoreCrmContact = endpoint({
	method: "POST",
	path: "/api/crm/score",
	summary: "Score a contact",
	description: "Computes the score from today's facts by the organisation's weights, keeps it, and tells what made it.",
	permission: "insights.request",
	input: z.object({ contactId: z.uuid() }),
	output: z.object({
		contactId: z.uuid(),
		score: z.number().int().min(0).max(100),
		reasons: z.array(
			z.object({
				fact: z.enum(["base", ...FACT_NAMES]),
				label: z.string(),
				value: z.number(),
				points: z.number().int(),
			}),
		),
	}),
	async run(ctx, { contactId }) {
		const [scored] = await scoreContacts(ctx, [contactId]);
		if (!scored) throw notFound("contact");
		return { ...scored, reasons: scored.reasons.map((reason) => ({ ...reason, label: sayReason(reason) })) };
	},
});
