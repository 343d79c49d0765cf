import { z } from "zod";
import { askAssistant, streamAssistant } from "#app/domain/assistant/member/ask-assistant.ts";
import { confirmProposal, declineProposal } from "#app/domain/assistant/member/proposals/decide-proposal.ts";
import { listProposals } from "#app/domain/assistant/member/proposals/proposal-queries.ts";
import { MESSAGE_STATES, PROPOSAL_STATES, Source } from "#app/domain/assistant/member/schema.ts";
import { getThread, listThreads } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { trashThread } from "#app/domain/assistant/member/threads/trash-thread.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { endpointModels } from "#app/doors/api/endpoint-models.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";
import { embedQuestion } from "#app/doors/assistant-line.ts";

type Scope = Parameters<typeof askAssistant>[0];

const Message = z.object({
	id: z.uuid(),
	role: z.enum(["member", "assistant"]),
	state: z.enum(MESSAGE_STATES),
	body: z.string().describe("Marks such as [1] name the sources"),
	sources: z.array(Source),
	source: z.enum(["model", "rules"]).nullable(),
	provider: z.string().nullable(),
	model: z.string().nullable(),
	at: instantOut,
	proposals: z
		.array(z.object({ id: z.uuid(), tool: z.string(), words: z.string(), state: z.enum(PROPOSAL_STATES) }))
		.describe("Changes that happen only once they are confirmed: on the page, in words, or by POST …/decision"),
});

const Answer = z.object({ conversationId: z.uuid(), answer: Message });

const Asked = z.object({
	message: z.string().trim().min(1).max(4_000),
	conversationId: z.uuid().optional().describe("A conversation of the member's own to go on with; absent: a new one"),
	seen: z
		.array(z.uuid())
		.max(200)
		.optional()
		.describe("Proposals that the person was shown: words such as “yes” confirm none but these"),
});

const ABOUT =
	"It answers from records, calendar and knowledge as far as the key's member and scopes reach, and proposes changes " +
	"without making any. Without a model the rules answer, and `source` says so.";

export const askTheAssistant = endpoint({
	method: "POST",
	path: "/api/assistant/chat",
	summary: "Ask the assistant",
	description: ABOUT,
	permission: "assistant.use",
	input: Asked,
	output: Answer,
	runOutside: (scope, input, { idempotencyKey, signal }) =>
		askAssistant(scope, { ...input, key: keyOf(scope, "chat", idempotencyKey) }, endpointModels(), {
			signal,
			embed: embedQuestion,
		}),
});

export const streamTheAssistant = endpoint({
	method: "POST",
	path: "/api/assistant/stream",
	summary: "Ask the assistant and read its answer as it is written",
	description: `${ABOUT} Server-sent events: \`text\` with a piece of it, \`restart\` when what came so far is void, \`done\` with the whole, or \`error\`. The same \`Idempotency-Key\` again follows the first answer, or brings it back.`,
	permission: "assistant.use",
	input: Asked,
	output: Answer,
	runStream: (scope, input, { idempotencyKey, signal }) =>
		streamAssistant(scope, { ...input, key: keyOf(scope, "stream", idempotencyKey) }, endpointModels(), {
			signal,
			embed: embedQuestion,
		}),
});

/** A key as it is kept with the question: no two callers and no two endpoints share one. */
function keyOf({ actor }: Scope, endpoint: string, key: string | undefined): string | undefined {
	return key && `api:${endpoint}:${"id" in actor ? actor.id : ""}:${key}`;
}

export const listAssistantConversations = endpoint({
	method: "GET",
	path: "/api/conversations",
	summary: "List the member's conversations with the assistant, the latest active first",
	permission: "assistant.use",
	input: z.object({
		q: z.string().max(200).optional().describe("Words of names or messages"),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(z.object({ id: z.uuid(), title: z.string(), activeAt: instantOut, createdAt: instantOut })),
	async run(ctx, { q, limit, cursor }) {
		const { data, next } = await listThreads(ctx, { q, limit, after: readCursor(z.string(), cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const getAssistantConversation = endpoint({
	method: "GET",
	path: "/api/assistant/conversations/{id}",
	summary: "Read a conversation with the assistant",
	permission: "assistant.use",
	input: z.object({ id: z.uuid(), before: z.uuid().optional().describe("`older` of a page: the messages before it") }),
	output: z.object({ id: z.uuid(), title: z.string(), messages: z.array(Message), older: z.uuid().nullable() }),
	run: (ctx, { id, before }) => getThread(ctx, id, before),
});

export const deleteAssistantConversation = endpoint({
	method: "DELETE",
	path: "/api/assistant/conversations/{id}",
	summary: "Put a conversation with the assistant into the trash",
	permission: "assistant.use",
	input: z.object({ id: z.uuid() }),
	output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
	async run(ctx, { id }) {
		await trashThread(ctx, id);
		return { id, deleted: true };
	},
});

export const listAssistantProposals = endpoint({
	method: "GET",
	path: "/api/assistant/proposals",
	summary: "List the changes that the assistant proposed to the member, the newest first",
	description: "What is older than a day is `expired`: ask again, so that it is made from today's facts.",
	permission: "assistant.use",
	input: z.object({
		state: z.enum(PROPOSAL_STATES).optional(),
		conversationId: z.uuid().optional(),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(
		z.object({
			id: z.uuid(),
			conversationId: z.uuid(),
			messageId: z.uuid(),
			tool: z.string(),
			words: z.string().describe("The change as the person is asked about it"),
			state: z.enum(PROPOSAL_STATES),
			createdAt: instantOut,
		}),
	),
	async run(ctx, { cursor, ...filter }) {
		const { data, next } = await listProposals(ctx, { ...filter, before: readCursor(z.uuid(), cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const decideAssistantProposal = endpoint({
	method: "POST",
	path: "/api/assistant/proposals/{id}/decision",
	summary: "Confirm or decline a change that the assistant proposed",
	description:
		"It is carried out as the member and within the key's scopes, once however often it is confirmed. 409 for what was decided otherwise, is older than a day, or can no longer be done.",
	permission: "assistant.use",
	input: z.object({ id: z.uuid(), decision: z.enum(["confirm", "decline"]) }),
	output: z.object({ state: z.enum(["confirmed", "declined"]), message: z.string(), href: z.string().nullable() }),
	run: (ctx, { id, decision }) => (decision === "confirm" ? confirmProposal(ctx, id) : declineProposal(ctx, id)),
});
