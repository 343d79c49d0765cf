import { sql } from "kysely";
import { ANSWER_CHANNELS, type AnswerChannel } from "#app/domain/assistant/schema.ts";
import type { Ctx } from "#db/context.ts";

/** What an answer needs to know of its conversation. Instants as Dates. */
export type AnswerTarget = {
	contactId: string;
	locationId: string | null;
	zone: string;
	leadId: string | null;
	/** Where the customer wrote from last by each channel, else what is known of them. */
	addresses: { email: string | null; sms: string | null };
	/** The subject of the mail that is answered, with its "Re:", or what the conversation is about. */
	subject: string;
	/** By which channel the customer wrote last, and when; null when they never did. */
	last: { channel: AnswerChannel; at: Date } | null;
};

/** As many lines back are looked at. */
const LINES = 100;

/** Reads where an answer in a conversation would go; two queries. Undefined for a conversation without a contact. */
export async function findAnswerTarget(ctx: Ctx, conversationId: string): Promise<AnswerTarget | undefined> {
	const row = await headRow(ctx, conversationId);
	if (!row?.contact_id) return undefined;
	const lines = await ctx.db
		.selectFrom("messages")
		.select(["channel", "direction", "from_address", "subject", "created_at"])
		.select(sql<boolean>`coalesce(parts -> 'automatic' = 'true', false)`.as("automatic"))
		.where("conversation_id", "=", conversationId)
		.orderBy("id", "desc")
		.limit(LINES)
		.execute();
	const written = lines.filter((line) => line.direction === "in" && !line.automatic);
	const from = (channel: "email" | "sms") => written.find((line) => line.channel === channel)?.from_address ?? null;
	const last = written.find((line) => isAnswerChannel(line.channel));
	const mail = lines.find((line) => line.channel === "email" && line.subject !== "" && !line.automatic);
	return {
		contactId: row.contact_id,
		locationId: row.location_id,
		zone: row.zone ?? row.org_zone,
		leadId: row.lead_id,
		addresses: { email: from("email") ?? row.email, sms: from("sms") ?? row.phone },
		subject: mail ? replyTo(mail.subject) : row.subject || "Your request",
		last: last ? { channel: last.channel as AnswerChannel, at: last.created_at } : null,
	};
}

function headRow(ctx: Ctx, id: string) {
	return ctx.db
		.selectFrom("conversations as c")
		.innerJoin("organisations as o", "o.id", "c.org_id")
		.innerJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"))
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").onRef("l.id", "=", "c.location_id"))
		.leftJoin("leads as d", (join) => join.onRef("d.org_id", "=", "c.org_id").onRef("d.conversation_id", "=", "c.id"))
		.select(["c.contact_id", "c.location_id", "c.subject", "p.email", "p.phone", "d.id as lead_id"])
		.select(["l.time_zone as zone", "o.time_zone as org_zone"])
		.where("c.id", "=", id)
		.orderBy("d.id", "desc")
		.limit(1)
		.executeTakeFirst();
}

function isAnswerChannel(channel: string): channel is AnswerChannel {
	return (ANSWER_CHANNELS as readonly string[]).includes(channel);
}

function replyTo(subject: string): string {
	return /^\s*(re|aw|sv|rv)\s*:/i.test(subject) ? subject : `Re: ${subject}`;
}
