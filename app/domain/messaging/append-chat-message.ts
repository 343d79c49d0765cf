import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";

/** Who answers where no member does; in the audit log its acts are its own, whoever asked. */
export const ASSISTANT: Actor = { kind: "system", name: "Assistant" };

export type ChatMessage = {
	conversationId: string;
	direction: "in" | "out";
	author: {
		kind: "customer" | "member" | "assistant" | "agent" | "system" | "workflow";
		id?: string | undefined;
		name: string;
	};
	text: string;
	/** Cards, buttons, slots: checked by the room that shows them. */
	parts?: Record<string, unknown> | undefined;
	leadId?: string | undefined;
	/** Who wrote an answer: a model, the rules, a person. */
	source?: "model" | "rules" | "member" | undefined;
	model?: { provider: string; name: string; tokensIn?: number; tokensOut?: number; latencyMs?: number } | undefined;
	/** An answer that is still being written, and until when its writer is believed to live. */
	writingUntil?: Date | undefined;
	/** One line for one intention: a second post with the same key is the same line. */
	dedupeKey?: string | undefined;
};

/**
 * Adds a line to a conversation's chat. Chat lines do not pass the outbox: they are shown, not sent, so they are
 * `sent` or `received` at once. A customer's line records `message.received`, any other `message.sent`, with the same
 * data as every message. Throws 404 for a conversation that is not here.
 */
export async function appendChatMessage(ctx: Ctx, input: ChatMessage): Promise<{ id: string; created: boolean }> {
	authorize(ctx, "conversations.chat");
	const conversation = await ctx.db
		.selectFrom("conversations")
		.select(["id", "contact_id", "location_id"])
		.where("id", "=", input.conversationId)
		.executeTakeFirst();
	if (!conversation) throw notFound("conversation");
	const id = newId();
	const inserted = await ctx.db
		.insertInto("messages")
		.values({
			...lineRow(ctx, input),
			org_id: ctx.org,
			id,
			contact_id: conversation.contact_id,
			location_id: conversation.location_id,
		})
		.onConflict((conflict) =>
			conflict.columns(["org_id", "dedupe_key"]).where("dedupe_key", "is not", null).doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	if (!inserted) return { id: await idByKey(ctx, input.dedupeKey!), created: false };
	await ctx.db
		.updateTable("conversations")
		.set({ last_message_at: ctx.now })
		.where("id", "=", input.conversationId)
		.execute();
	const state = input.direction === "in" ? "received" : "sent";
	await ctx.record({
		name: `message.${state}`,
		subject: { type: "message", id },
		parent: { type: "conversation", id: input.conversationId },
		data: {
			leadId: input.leadId ?? null,
			contactId: conversation.contact_id,
			channel: "chat",
			purpose: "chat",
			state,
			reason: null,
			source: input.source ?? null,
			author: input.author.kind,
		},
		...writtenBy(input),
	});
	return { id, created: true };
}

/** The assistant writes within a customer's request and notes within a member's: neither wrote what stands there. */
function writtenBy({ author }: ChatMessage): { by?: Actor } {
	if (author.kind === "assistant") return { by: ASSISTANT };
	return author.kind === "system" ? { by: { kind: "system", name: "Perigee" } } : {};
}

function lineRow(ctx: Ctx, input: ChatMessage) {
	const isIn = input.direction === "in";
	return {
		conversation_id: input.conversationId,
		lead_id: input.leadId ?? null,
		channel: "chat" as const,
		direction: input.direction,
		purpose: "chat" as const,
		author_kind: input.author.kind,
		author_id: input.author.id ?? null,
		author_name: input.author.name,
		state: isIn ? ("received" as const) : ("sent" as const),
		state_at: ctx.now,
		sent_at: isIn ? null : ctx.now,
		body_text: input.text,
		parts: jsonb(input.parts ?? {}),
		source: input.source ?? null,
		model_provider: input.model?.provider ?? null,
		model: input.model?.name ?? null,
		tokens_in: input.model?.tokensIn ?? null,
		tokens_out: input.model?.tokensOut ?? null,
		latency_ms: input.model?.latencyMs ?? null,
		writing_until: input.writingUntil ?? null,
		dedupe_key: input.dedupeKey ?? null,
		created_at: ctx.now,
	};
}

async function idByKey(ctx: Ctx, key: string): Promise<string> {
	const row = await ctx.db.selectFrom("messages").select("id").where("dedupe_key", "=", key).executeTakeFirstOrThrow();
	return row.id;
}
