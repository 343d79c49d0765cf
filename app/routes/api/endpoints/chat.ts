import { z } from "zod";
import { unauthorized } from "#app/base/errors.ts";
import { answerLeadChat } from "#app/domain/assistant/answer-lead-chat.ts";
import { LINE_LIMIT } from "#app/domain/assistant/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { endpointModels } from "#app/doors/api/endpoint-models.ts";
import { questionEmbedder } from "#app/doors/knowledge.ts";

const Line = z.object({ role: z.enum(["user", "assistant"]), content: z.string().max(20_000) });

export const chatWithLead = endpoint({
	method: "POST",
	path: "/api/chat/{leadId}",
	summary: "Answer what a lead wrote elsewhere",
	description:
		"For a channel of your own: the message is kept in the lead's conversation as the customer's, and the assistant " +
		"answers as on the chat page. By API key only. `source` says whether a model or the rules answered; `member` " +
		"that a person has taken over and nobody else answers.",
	permission: "conversations.chat",
	input: z.object({
		leadId: z.uuid(),
		message: z.string().trim().min(1).max(LINE_LIMIT),
		conversationHistory: z.array(Line).max(100).optional().describe("Oldest first; read by a model and not kept"),
	}),
	output: z.object({
		response: z.string(),
		provider: z.string(),
		model: z.string().nullable(),
		usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() }).nullable(),
		source: z.enum(["model", "rules", "member"]),
	}),
	async runOutside({ org, actor, requestId }, input, { idempotencyKey }) {
		if (actor.kind !== "api-key") throw unauthorized("This endpoint speaks for a customer and takes an API key only.");
		const key = idempotencyKey && `api:${actor.id}:${idempotencyKey}`;
		const chat = { ...input, orgId: org, actor, requestId, ...(key ? { key } : {}) };
		return answerLeadChat(chat, endpointModels(), questionEmbedder());
	},
});
