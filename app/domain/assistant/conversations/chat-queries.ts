import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { awaitsPerson } from "#app/domain/assistant/answers/chat-facts.ts";
import { type ChatAct, type ChatPart, ChatParts } from "#app/domain/assistant/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { hideCustomerLinks } from "#app/domain/messaging/customer-links.ts";
import type { Ctx } from "#db/context.ts";
import { REPLY_TASK } from "./person-task.ts";

/** One line as pages show it. Instants are ISO texts. */
export type ChatLineView = {
	id: string;
	at: string;
	channel: "email" | "sms" | "chat" | "push" | "webhook";
	isFromCustomer: boolean;
	author: { kind: string; name: string };
	subject: string;
	text: string;
	parts: ChatPart[];
	act: ChatAct | null;
	state: string;
	/** Why it stands there; where it went or will go. For members only. */
	stateReason: string | null;
	to: string | null;
	/** Set while it is being written. */
	isWriting: boolean;
	source: "model" | "rules" | "member" | null;
	provider: string | null;
	model: string | null;
	tokens: number | null;
	costMicros: number | null;
	latencyMs: number | null;
};

export type ChatView = {
	id: string;
	subject: string;
	mode: "assistant" | "member";
	version: number;
	member: { id: string; name: string } | null;
	contact: { id: string; name: string; email: string | null; phone: string | null };
	location: { name: string; phone: string | null } | null;
	leadId: string | null;
	/** The customer asked for a person, and none has come yet. */
	awaitsPerson: boolean;
	/** The customer wrote by SMS or email, and nobody has answered yet. */
	awaitsAnswer: boolean;
	zone: string;
	customerSeenAt: string | null;
	memberSeenAt: string | null;
	customerTypingAt: string | null;
	memberTypingAt: string | null;
	/** Oldest first. */
	lines: ChatLineView[];
	/** The id before which older lines stand. */
	older: string | null;
};

const PAGE = 40;

/**
 * A conversation with its newest lines, or those before a line (`before`); two queries. A customer sees the chat of
 * their own conversation; members see every channel. 404 for what is not there or not theirs.
 */
export async function getChat(ctx: Ctx, id: string, before?: string | undefined): Promise<ChatView> {
	authorize(ctx, ctx.actor.kind === "customer" ? "conversations.chat" : "conversations.view");
	if (!isId(id)) throw notFound("conversation");
	const row = await headRow(ctx, id);
	const isTheirs = ctx.actor.kind !== "customer" || row?.contact_id === ctx.actor.id;
	if (!row?.contact_id || !isTheirs) throw notFound("conversation");
	const rows = await lineRows(ctx, id, isId(before) ? before : undefined);
	const lines = rows
		.slice(0, PAGE)
		.reverse()
		.map((row) => lineView(row, ctx.actor.kind === "customer"));
	return {
		id,
		subject: row.subject,
		mode: row.mode,
		version: row.version,
		member: row.member_id && row.member_name ? { id: row.member_id, name: row.member_name } : null,
		contact: {
			id: row.contact_id,
			name: `${row.first_name} ${row.last_name}`.trim(),
			email: row.email,
			phone: row.phone,
		},
		location: row.location_name ? { name: row.location_name, phone: row.location_phone } : null,
		leadId: row.lead_id,
		awaitsPerson: row.awaits_person,
		awaitsAnswer: row.awaits_answer,
		zone: row.zone ?? row.org_zone,
		customerSeenAt: iso(row.customer_seen_at),
		memberSeenAt: iso(row.member_seen_at),
		customerTypingAt: iso(row.customer_typing_at),
		memberTypingAt: iso(row.member_typing_at),
		lines,
		older: rows.length > PAGE ? (lines[0]?.id ?? null) : null,
	};
}

function headRow(ctx: Ctx, id: string) {
	return ctx.db
		.selectFrom("conversations as c")
		.innerJoin("organisations as o", "o.id", "c.org_id")
		.innerJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"))
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").onRef("l.id", "=", "c.location_id"))
		.leftJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "c.org_id").onRef("m.id", "=", "c.member_id"))
		.leftJoin("leads as d", (join) => join.onRef("d.org_id", "=", "c.org_id").onRef("d.conversation_id", "=", "c.id"))
		.select(["c.subject", "c.mode", "c.version", "c.contact_id", "c.member_id", "m.name as member_name"])
		.select(["c.customer_seen_at", "c.member_seen_at", "c.customer_typing_at", "c.member_typing_at"])
		.select(["p.first_name", "p.last_name", "p.email", "p.phone", "o.time_zone as org_zone", "d.id as lead_id"])
		.select(["l.name as location_name", "l.phone as location_phone", "l.time_zone as zone"])
		.select([awaitsPerson.as("awaits_person"), awaitsAnswer.as("awaits_answer")])
		.where("c.id", "=", id)
		.orderBy("d.id", "desc")
		.limit(1)
		.executeTakeFirst();
}

const awaitsAnswer = sql<boolean>`exists (select from tasks t where t.org_id = c.org_id and t.state = 'open'
	and t.dedupe_key = 'person:' || c.id::text and t.kind = ${REPLY_TASK})`;

function lineRows(ctx: Ctx, conversationId: string, before: string | undefined) {
	return ctx.db
		.selectFrom("messages")
		.select(["id", "created_at", "channel", "direction", "author_kind", "author_name", "subject", "body_text", "parts"])
		.select([
			"state",
			"writing_until",
			"source",
			"model_provider",
			"model",
			"tokens_in",
			"tokens_out",
			"to_address",
			"state_reason",
		])
		.select(["cost_micros", "latency_ms"])
		.where("conversation_id", "=", conversationId)
		.$if(before !== undefined, (query) => query.where("id", "<", before!))
		.$if(ctx.actor.kind === "customer", (query) => query.where("channel", "=", "chat"))
		.orderBy("id", "desc")
		.limit(PAGE + 1)
		.execute();
}

type LineRow = Awaited<ReturnType<typeof lineRows>>[number];

/** What opens only to the customer, such as the links of a card, is for nobody else to see. */
function lineView(row: LineRow, isForCustomer: boolean): ChatLineView {
	const { chat = [], act = null } = ChatParts.parse(row.parts);
	const isChat = row.channel === "chat";
	return {
		id: row.id,
		at: row.created_at.toISOString(),
		channel: row.channel,
		isFromCustomer: row.direction === "in",
		author: { kind: row.author_kind, name: row.author_name },
		subject: isForCustomer ? row.subject : hideCustomerLinks(row.subject),
		text: isForCustomer ? row.body_text : hideCustomerLinks(row.body_text),
		parts: isChat ? (isForCustomer ? chat : chat.map(withoutLinks)) : [],
		act,
		state: row.state,
		stateReason: isForCustomer ? null : row.state_reason,
		to: isForCustomer || row.direction === "in" ? null : row.to_address,
		isWriting: row.writing_until !== null,
		source: row.source,
		provider: row.model_provider,
		model: row.model,
		tokens: row.tokens_in === null && row.tokens_out === null ? null : (row.tokens_in ?? 0) + (row.tokens_out ?? 0),
		costMicros: isChat ? row.cost_micros : null,
		latencyMs: row.latency_ms,
	};
}

function withoutLinks(part: ChatPart): ChatPart {
	return part.kind === "card" ? { ...part, links: [] } : part;
}

function iso(at: Date | null): string | null {
	return at ? at.toISOString() : null;
}
