import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { hideCustomerLinks } from "./customer-links.ts";
import type { MessageState } from "./rules/message-states.ts";

export type MessageFilter = {
	state?: MessageState | undefined;
	channel?: "email" | "sms" | undefined;
	leadId?: string | undefined;
	contactId?: string | undefined;
	conversationId?: string | undefined;
	/** The id of the last message of the page before. */
	after?: string | undefined;
	limit: number;
};

/**
 * The outbox as records: outbound messages but chat, newest first, a page at a time, in one query. The customer's own
 * links stand in them as words, whatever the key may do.
 */
export async function listMessageRecords(ctx: Ctx, filter: MessageFilter) {
	authorize(ctx, "messages.view");
	const rows = await rowsOf(ctx, filter);
	const data = rows.slice(0, filter.limit).map(toRecord);
	return { data, next: rows.length > filter.limit ? data.at(-1)!.id : null };
}

/** One page and one row more, which tells whether another page follows. */
function rowsOf(ctx: Ctx, filter: MessageFilter) {
	let query = ctx.db
		.selectFrom("messages")
		.select([
			"id",
			"channel",
			"direction",
			"purpose",
			"author_kind",
			"author_name",
			"state",
			"state_reason",
			"state_at",
		])
		.select(["to_address", "from_address", "subject", "body_text", "contact_id", "lead_id", "location_id"])
		.select(["conversation_id", "variant", "planned_at", "sent_at", "delivered_at", "attempts", "segments"])
		.select(["cost_micros", "cost_currency", "created_at"])
		.where("direction", "=", "out")
		.where("channel", "<>", "chat")
		.orderBy("id", "desc")
		.limit(filter.limit + 1);
	if (filter.state) query = query.where("state", "=", filter.state);
	if (filter.channel) query = query.where("channel", "=", filter.channel);
	if (filter.leadId) query = query.where("lead_id", "=", filter.leadId);
	if (filter.contactId) query = query.where("contact_id", "=", filter.contactId);
	if (filter.conversationId) query = query.where("conversation_id", "=", filter.conversationId);
	if (filter.after) query = query.where("id", "<", filter.after);
	return query.execute();
}

function toRecord(row: Awaited<ReturnType<typeof rowsOf>>[number]) {
	return {
		id: row.id,
		channel: row.channel,
		direction: row.direction,
		purpose: row.purpose,
		author: { kind: row.author_kind, name: row.author_name },
		state: row.state,
		stateReason: row.state_reason,
		stateAt: row.state_at,
		to: row.to_address,
		from: row.from_address,
		subject: hideCustomerLinks(row.subject),
		text: hideCustomerLinks(row.body_text),
		contactId: row.contact_id,
		leadId: row.lead_id,
		locationId: row.location_id,
		conversationId: row.conversation_id,
		variant: row.variant,
		plannedAt: row.planned_at,
		sentAt: row.sent_at,
		deliveredAt: row.delivered_at,
		attempts: row.attempts,
		segments: row.segments,
		costMicros: row.cost_micros,
		costCurrency: row.cost_currency,
		createdAt: row.created_at,
	};
}
