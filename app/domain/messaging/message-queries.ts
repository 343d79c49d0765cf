import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { customerLinksIn, hideCustomerLinks, hideCustomerLinksInHtml } from "./customer-links.ts";
import { MESSAGE_STATES, type MessageState } from "./rules/message-states.ts";
import { MessageParts, type OutboxChannel } from "./schema.ts";
import { type MailHeader, mailHeaders } from "./sending/mail-headers.ts";
import { originOf } from "./sending/origin.ts";

export type OutboxFilter = {
	state?: MessageState | undefined;
	channel?: OutboxChannel | undefined;
	/** The last id of the page before; the list goes from new to old. */
	after?: string | undefined;
	limit?: number;
};

export type OutboxRow = {
	id: string;
	channel: string;
	purpose: string;
	state: MessageState;
	reason: string | null;
	to: string | null;
	contact: string;
	summary: string;
	stateAt: string;
	plannedAt: string | null;
};

/** Outbound messages but chat, newest first, a page at a time. `next` is the `after` of the page that follows. */
export async function listOutbox(ctx: Ctx, filter: OutboxFilter): Promise<{ data: OutboxRow[]; next: string | null }> {
	authorize(ctx, "messages.view");
	const limit = filter.limit ?? 50;
	let query = ctx.db
		.selectFrom("messages as m")
		.leftJoin("contacts as c", "c.id", "m.contact_id")
		.select(["m.id", "m.channel", "m.purpose", "m.state", "m.state_reason", "m.to_address", "m.subject"])
		.select(["m.body_text", "m.state_at", "m.planned_at", "c.first_name", "c.last_name"])
		.where("m.direction", "=", "out")
		.where("m.channel", "<>", "chat");
	if (filter.state) query = query.where("m.state", "=", filter.state);
	if (filter.channel) query = query.where("m.channel", "=", filter.channel);
	if (filter.after && isId(filter.after)) query = query.where("m.id", "<", filter.after);
	const rows = await query
		.orderBy("m.id", "desc")
		.limit(limit + 1)
		.execute();
	const data = rows.slice(0, limit).map((row) => ({
		id: row.id,
		channel: row.channel,
		purpose: row.purpose,
		state: row.state as MessageState,
		reason: row.state_reason,
		to: row.to_address,
		contact: nameOf(row) || (row.to_address ?? "Nobody"),
		summary: hideCustomerLinks(row.subject || row.body_text).slice(0, 120),
		stateAt: row.state_at.toISOString(),
		plannedAt: row.planned_at?.toISOString() ?? null,
	}));
	return { data, next: rows.length > limit ? data.at(-1)!.id : null };
}

/**
 * One outbound message as it would look and where it stands. Throws 404 for one that is not here. The customer's own
 * links in it are for those who may do for the customer what the link does.
 */
export async function getOutboxMessage(ctx: Ctx, id: string) {
	authorize(ctx, "messages.view");
	const row = isId(id)
		? await ctx.db
				.selectFrom("messages as m")
				.leftJoin("contacts as c", "c.id", "m.contact_id")
				.selectAll("m")
				.select(["c.first_name", "c.last_name"])
				.where("m.id", "=", id)
				.where("m.direction", "=", "out")
				.where("m.channel", "in", ["email", "sms"])
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("message");
	const parts = MessageParts.parse(row.parts ?? {});
	const channel = row.channel as OutboxChannel;
	const origin = await originOf(ctx, channel, row.location_id);
	const headers: MailHeader[] = channel === "email" ? mailHeaders(ctx.org, row, parts, origin) : [];
	const text = parts.email?.text ?? row.body_text;
	return {
		id: row.id,
		channel,
		purpose: row.purpose,
		state: row.state as MessageState,
		reason: row.state_reason,
		stateAt: row.state_at.toISOString(),
		plannedAt: row.planned_at?.toISOString() ?? null,
		sendAfter: row.send_after?.toISOString() ?? null,
		sentAt: row.sent_at?.toISOString() ?? null,
		deliveredAt: row.delivered_at?.toISOString() ?? null,
		to: row.to_address,
		from: row.from_address ?? origin.shown,
		subject: hideCustomerLinks(row.subject, ctx.actor),
		text: hideCustomerLinks(text, ctx.actor),
		links: customerLinksIn(text, ctx.actor),
		hasHtml: row.body_html !== null,
		calendar: parts.calendar ? parts.calendar.filename : null,
		headers: headers.map(({ name, value }) => ({ name, value: hideCustomerLinks(value, ctx.actor) })),
		contactId: row.contact_id,
		contact: nameOf(row),
		leadId: row.lead_id,
		conversationId: row.conversation_id,
		author: row.author_name,
		segments: row.segments,
		attempts: row.attempts,
		cost: row.cost_micros === null ? null : { micros: row.cost_micros, currency: row.cost_currency ?? "USD" },
		providerMessageId: row.provider_message_id,
	};
}

/** The HTML part of an outbound email, as it is sent but for the links its reader is not shown. Throws 404 where there is none. */
export async function getMessageHtml(ctx: Ctx, id: string): Promise<string> {
	authorize(ctx, "messages.view");
	const row = isId(id)
		? await ctx.db.selectFrom("messages").select("body_html").where("id", "=", id).executeTakeFirst()
		: undefined;
	if (!row?.body_html) throw notFound("message");
	return hideCustomerLinksInHtml(row.body_html, ctx.actor);
}

/** A state from an address bar, or undefined. */
export function stateFrom(text: string | null): MessageState | undefined {
	return MESSAGE_STATES.find((state) => state === text);
}

function nameOf(row: { first_name: string | null; last_name: string | null }): string {
	return [row.first_name, row.last_name].filter(Boolean).join(" ");
}
