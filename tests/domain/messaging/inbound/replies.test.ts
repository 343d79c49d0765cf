import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { listConversations } from "#app/domain/assistant/conversations/conversation-queries.ts";
import {
	handBackConversation,
	takeOverConversation,
} from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { writeInChat } from "#app/domain/assistant/conversations/write-in-chat.ts";
import { messageIdOf } from "#app/domain/messaging/sending/mail-ids.ts";
import { as } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { mailbox, openHookServer, org, postMail, postSms } from "./hook-server.ts";

openHookServer();

describe("MSG-4 who answers by SMS or email is answered by a person", () => {
	test("MSG-4 a text makes one task on its conversation, counted on Today and listed under Wants a person", async () => {
		const { contact, conversationId } = await written("sms");
		await postSms(contact.phone, "Thursday is fine. Which entrance?");
		await postSms(contact.phone, "Hello?");
		await runJobs(new Date(), 2);
		expect(await tasks()).toMatchObject([
			{ state: "open", title: "Ann Lee answered by SMS", detail: "Thursday is fine. Which entrance?", member_id: null },
		]);
		expect(await waiting()).toEqual([conversationId]);
		expect((await as(org, "viewer", (ctx) => getToday(ctx))).counts.unanswered).toBe(1);
	});

	test("MSG-4 a mail makes the task; taking over gives it to the member, answering closes it", async () => {
		const { contact, conversationId, messageId } = await written("email");
		await postMail(mail(contact.email, messageId, "Tomorrow at nine?"));
		await runJobs(new Date(), 2);
		expect(await tasks()).toMatchObject([{ state: "open", title: "Ann Lee answered by email" }]);
		await as(org, "user", (ctx) => takeOverConversation(ctx, conversationId));
		expect(await tasks()).toMatchObject([{ state: "open", member_id: org.members.user.id }]);
		await as(org, "user", (ctx) => writeInChat(ctx, { conversationId, text: "Nine it is", key: newId() }));
		expect(await tasks()).toMatchObject([{ state: "done" }]);
		expect(await waiting()).toEqual([]);
	});

	test("MSG-4 handing back closes it, and an answer to a member's conversation is that member's", async () => {
		const { contact, conversationId } = await written("sms");
		await as(org, "user", (ctx) => takeOverConversation(ctx, conversationId));
		await postSms(contact.phone, "One more question");
		await runJobs(new Date(), 2);
		expect(await tasks()).toMatchObject([{ state: "open", member_id: org.members.user.id }]);
		await as(org, "user", (ctx) => handBackConversation(ctx, conversationId));
		expect(await tasks()).toMatchObject([{ state: "done" }]);
	});

	test("MSG-4 nothing is raised for what a member answered before the job came to it", async () => {
		const { contact, conversationId } = await written("sms");
		await as(org, "user", (ctx) => takeOverConversation(ctx, conversationId));
		await postSms(contact.phone, "Which entrance?");
		await as(org, "user", (ctx) => writeInChat(ctx, { conversationId, text: "The left one", key: newId() }));
		await runJobs(new Date(), 2);
		expect(await tasks()).toEqual([]);
	});

	test.each(["STOP", "please stop", "HELP", "START"])("MSG-4 %s is obeyed and raises nothing", async (word) => {
		const { contact } = await written("sms");
		await postSms(contact.phone, word);
		await runJobs(new Date());
		expect(await tasks()).toEqual([]);
	});

	test("MSG-4 Yes is how people answer a question, though the carriers count it as START", async () => {
		const { contact } = await written("sms");
		await postSms(contact.phone, "Yes!");
		await runJobs(new Date());
		expect(await tasks()).toMatchObject([{ state: "open" }]);
	});

	test.each([
		["RFC 3834's header", "Auto-Submitted: auto-replied", "Away"],
		["a precedence", "Precedence: bulk", "Away"],
		["Outlook's subject alone", "X-Mailer: Outlook", "Automatic reply: Your car"],
		["an absence's subject", "X-Mailer: Outlook", "Out of office: until Monday"],
	])("MSG-4 a machine's mail raises nothing: %s", async (_name, header, subject) => {
		const { contact, messageId } = await written("email");
		await postMail(mail(contact.email, messageId, "I am away.", subject, header));
		await runJobs(new Date());
		expect(await tasks()).toEqual([]);
	});

	test("MSG-4 a person who asks about the office's hours is no machine", async () => {
		const { contact, messageId } = await written("email");
		await postMail(mail(contact.email, messageId, "When?", "Out of office hours drop-off"));
		await runJobs(new Date());
		expect(await tasks()).toMatchObject([{ state: "open" }]);
	});
});

/** A customer whom we have written to by a channel, and the message. */
async function written(channel: "sms" | "email") {
	const contact = await makeContact(org);
	const { id } = await queue(org, { contactId: contact.id, channel, text: "Your car is ready" });
	await runJobs(new Date());
	const { conversation_id } = await messageRow(org, id);
	return { contact, messageId: id, conversationId: conversation_id! };
}

function mail(from: string, answered: string, text: string, subject = "Re: Your car", header = "X-Mailer: Mail") {
	return [
		`From: Ann Lee <${from}>`,
		`To: ${mailbox}`,
		`Subject: ${subject}`,
		header,
		`Message-ID: <${newId()}@example.test>`,
		`In-Reply-To: ${messageIdOf(org.id, answered)}`,
		"",
		text,
	].join("\r\n");
}

function tasks() {
	return as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("tasks").select(["state", "title", "detail", "member_id"]).orderBy("id").execute(),
	);
}

async function waiting() {
	const { data } = await as(org, "viewer", (ctx) => listConversations(ctx, { show: "waiting" }));
	return data.map(({ id }) => id);
}
