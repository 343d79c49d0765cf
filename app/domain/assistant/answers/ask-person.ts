import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import type { Ctx } from "#db/context.ts";
import { askPersonJob } from "../jobs.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { type Draft, say } from "./draft.ts";
import { tellWaiting } from "./leave-to-person.ts";

/** The customer wants a person: the team is told once, and what to expect is said. Asking again is answered, not told. */
export async function askPerson(ctx: Ctx, facts: ChatFacts): Promise<Draft> {
	if (facts.person.isAwaited) return tellWaiting(facts);
	await ctx.db
		.updateTable("conversations")
		.set({ person_asked_at: ctx.now, person_noted_at: null })
		.where("id", "=", facts.conversationId)
		.execute();
	await ctx.record({
		name: "conversation.person-wanted",
		subject: { type: "conversation", id: facts.conversationId },
		...(facts.lead ? { parent: { type: "lead", id: facts.lead.id } } : {}),
		data: { contactId: facts.contact.id },
	});
	await ctx.enqueue(askPersonJob, { orgId: ctx.org, conversationId: facts.conversationId });
	const phone = facts.location?.phone ? ` If it is urgent, call ${facts.location.phone}.` : "";
	const text = `This is an automatic assistant. I have told the team: somebody will answer here; you can leave this page and come back.${phone}`;
	return say(text, { ...facts.state });
}

/** STOP in the chat holds for the channels by which we write: the number and the address of this customer. */
export async function optOut(ctx: Ctx, facts: ChatFacts, messageId: string): Promise<Draft> {
	const contact = await ctx.db
		.selectFrom("contacts")
		.select(["email", "phone"])
		.where("id", "=", facts.contact.id)
		.executeTakeFirst();
	const contactId = facts.contact.id;
	if (contact?.phone) {
		await addSuppression(ctx, { channel: "sms", address: contact.phone, reason: "stop", messageId, contactId });
	}
	if (contact?.email) {
		await addSuppression(ctx, { channel: "email", address: contact.email, reason: "stop", messageId, contactId });
	}
	const text =
		"Done. We will not write to you by SMS or email any more. You can still use this chat whenever you like.";
	return say(text, {});
}
