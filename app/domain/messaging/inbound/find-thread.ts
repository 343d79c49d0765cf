import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import type { Ctx } from "#db/context.ts";

/** Where an inbound message belongs. */
export type Thread = {
	conversationId: string;
	contactId: string;
	leadId: string | undefined;
	locationId: string | undefined;
	inReplyTo: string | undefined;
};

type Sender = {
	channel: "email" | "sms";
	/** In the form in which contacts hold it. */
	address: string;
	name?: string | undefined;
	locationId: string | undefined;
};

/**
 * The thread of a sender: that of the last message which went to the address, else the open conversation with the
 * contact who has it, else a new contact's. One person may be several contacts; the one written to last is meant.
 */
export async function findThread(ctx: Ctx, sender: Sender): Promise<Thread> {
	await lockSender(ctx, sender);
	const contacts = await contactsWith(ctx, sender);
	const last = contacts.length > 0 ? await lastMessageTo(ctx, sender, contacts) : undefined;
	if (last) return last;
	const contactId = contacts[0] ?? (await createSender(ctx, sender));
	const { locationId } = sender;
	const { id } = await openConversation(ctx, { contactId, locationId, subject: "" });
	return { conversationId: id, contactId, leadId: undefined, locationId, inReplyTo: undefined };
}

/** Several messages of somebody unknown at the same instant make one contact: each waits for the one before. */
async function lockSender(ctx: Ctx, { channel, address }: Sender): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.org} ${channel} ${address}`}, 0))`.execute(ctx.db);
}

async function contactsWith(ctx: Ctx, { channel, address }: Sender): Promise<string[]> {
	const rows = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where(channel === "email" ? "email" : "phone", "=", address)
		.where("deleted_at", "is", null)
		.orderBy("id", "desc")
		.limit(20)
		.execute();
	return rows.map((row) => row.id);
}

async function lastMessageTo(ctx: Ctx, { channel, address }: Sender, contacts: string[]): Promise<Thread | undefined> {
	const row = await ctx.db
		.selectFrom("messages as m")
		.innerJoin("conversations as c", (join) =>
			join.onRef("c.org_id", "=", "m.org_id").onRef("c.id", "=", "m.conversation_id"),
		)
		.select(["m.id", "m.contact_id", "m.lead_id", "c.id as conversation_id", "c.location_id"])
		.where("m.contact_id", "in", contacts)
		.where("m.direction", "=", "out")
		.where("m.channel", "=", channel)
		.where("m.to_address", "=", address)
		.where("m.sent_at", "is not", null)
		.where("c.state", "<>", "closed")
		.orderBy("m.id", "desc")
		.executeTakeFirst();
	if (!row?.contact_id) return undefined;
	return {
		conversationId: row.conversation_id,
		contactId: row.contact_id,
		leadId: row.lead_id ?? undefined,
		locationId: row.location_id ?? undefined,
		inReplyTo: row.id,
	};
}

/** Somebody who writes first is a contact from now on; a request is made of it by a person or by the chat. */
async function createSender(ctx: Ctx, { channel, address, name }: Sender): Promise<string> {
	const id = newId();
	const [first = "", ...rest] = (name ?? "").trim().split(/\s+/);
	const columns = channel === "email" ? { email: address } : { phone: address };
	await ctx.db
		.insertInto("contacts")
		.values({
			org_id: ctx.org,
			id,
			stage: "lead",
			source: channel === "email" ? "email" : "integration",
			first_name: first.slice(0, 100),
			last_name: rest.join(" ").slice(0, 100),
			created_at: ctx.now,
			updated_at: ctx.now,
			...columns,
		})
		.execute();
	await ctx.record({ name: "contact.created", subject: { type: "contact", id }, data: { via: channel, ...columns } });
	return id;
}
