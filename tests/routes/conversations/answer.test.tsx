import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { answerCustomer } from "#app/domain/assistant/conversations/answer-customer.ts";
import type { AnswerWay } from "#app/domain/assistant/conversations/answer-ways.ts";
import { takeOverConversation } from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { messageIdOf } from "#app/domain/messaging/sending/mail-ids.ts";
import { Compose } from "#app/routes/conversations/compose.tsx";
import { action, loader } from "#app/routes/conversations/conversation.tsx";
import {
	inbound,
	mailbox,
	openHookServer,
	org,
	postMail,
	postSms,
	smtp,
	twilio,
} from "#tests/domain/messaging/inbound/hook-server.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact, messageRow, queue, setSwitches } from "#tests/support/messaging.ts";
import { render } from "#tests/ui/render.tsx";

openHookServer();

type Shown = { answer: { ways: AnswerWay[]; usual: string; subject: string } | null; chat: { awaitsAnswer: boolean } };

let cookie: string;
beforeEach(async () => {
	cookie = await cookieOf(org, "user");
});

describe("a member's answer goes where the customer wrote from", () => {
	test("LEAD-6 MSG-1 a text is answered by a text to that number, once, through the outbox, with the chat link", async () => {
		const { contact, conversationId } = await written("sms");
		await postSms(contact.phone, "Which entrance?");
		const { answer } = await see(conversationId);
		expect(answer?.usual).toBe("sms");
		const key = newId();
		await post(conversationId, { channel: answer!.usual, text: "The left one", key });
		const sent = await post(conversationId, { channel: answer!.usual, text: "The left one", key });
		expect(sent).toMatchObject({ status: 303 });
		await runJobs();
		const texts = twilio.messages.filter(({ body }) => String(body).startsWith("The left one"));
		expect(texts).toHaveLength(1);
		expect(texts[0]).toMatchObject({ to: contact.phone, body: expect.stringMatching(/\nChat: http.*\/chat\//) });
		expect(await last(conversationId)).toMatchObject({
			...{ channel: "sms", purpose: "reply", author_kind: "member", author_id: org.members.user.id },
		});
		expect((await see(conversationId)).chat.awaitsAnswer).toBe(false);
	});

	test("LEAD-6 MSG-1 a mail is answered in its thread: its subject, In-Reply-To, References, and the address it came from", async () => {
		const { contact, conversationId, messageId } = await written("email");
		const [id, from] = [`<${newId()}@example.test>`, `private-${contact.email}`];
		await postMail(
			[
				`From: Ann Lee <${from}>`,
				`To: ${mailbox}`,
				"Subject: Which entrance?",
				`Message-ID: ${id}`,
				`In-Reply-To: ${messageIdOf(org.id, messageId)}`,
				"",
				"Left or right?",
			].join("\r\n"),
		);
		const { answer } = await see(conversationId);
		expect(answer).toMatchObject({ usual: "email", subject: "Re: Which entrance?" });
		expect(answer!.ways.find(({ channel }) => channel === "email")).toMatchObject({ address: from, isOpen: true });
		await post(conversationId, { channel: "email", text: "The left one" });
		await runJobs();
		const { parsed, raw } = smtp.received.at(-1)!;
		expect(parsed).toMatchObject({ subject: "Re: Which entrance?", inReplyTo: id, to: [{ address: from }] });
		expect(parsed.references).toBe(`${messageIdOf(org.id, messageId)} ${id}`);
		expect(parsed.text).toContain("The left one");
		// The chat opens to whoever holds its link: it is sent to the customer's own address only.
		expect(raw).not.toContain("/chat/");
	});

	test("LEAD-6 TENANT nobody of another organisation, no viewer and no colleague answers, by any channel", async () => {
		const { conversationId } = await written("sms");
		const stranger = await makeOrg("Another firm");
		const before = await messageRow(org, (await last(conversationId)).id);
		for (const channel of ["chat", "sms", "email"] as const) {
			const answer = { conversationId, channel, text: "Hello", key: newId() };
			const by = (of: TestOrg, role: "owner" | "viewer" | "admin") =>
				as(of, role, (ctx) => answerCustomer(ctx, answer));
			await expect(by(stranger, "owner")).rejects.toMatchObject({ status: 404 });
			await expect(by(org, "viewer")).rejects.toMatchObject({ status: 403 });
			await expect(by(org, "admin")).rejects.toMatchObject({ status: 409 });
		}
		expect(await messageRow(org, (await last(conversationId)).id)).toEqual(before);
	});

	test("LEAD-6 who wrote in the chat last is answered there, whatever they wrote by before", async () => {
		const { conversationId } = await written("sms");
		expect((await see(conversationId)).answer?.usual).toBe("chat");
		await post(conversationId, { text: "Hello from the shop" });
		expect(await last(conversationId)).toMatchObject({
			channel: "chat",
			state: "sent",
			body_text: "Hello from the shop",
		});
	});

	test("MSG-1 beside each way stands what would become of it: held, and where to release it", async () => {
		const { contact, conversationId } = await written("sms");
		await postSms(contact.phone, "Which entrance?");
		await setSwitches(org, { email: true, sms: false, webhook: false });
		const { answer } = await see(conversationId);
		const html = await render(
			<Compose freshKey={newId()} path={`/conversations/${conversationId}`} answer={answer as never} />,
		);
		expect(html).toContain("Text messages are held at the moment");
		expect(html).toContain("has not opted out");
		expect(html).toMatch(new RegExp(`<option[^>]*value="sms"[^>]*selected=""[^>]*>Text message to \\${contact.phone}`));
		const sent = (await post(conversationId, { channel: "sms", text: "The left one" })) as Response;
		expect(sent.status).toBe(303);
		expect(sent.headers.get("set-cookie")).toContain("flash");
		expect(await last(conversationId)).toMatchObject({
			channel: "sms",
			state: "held",
			body_text: expect.stringMatching(/^The left one/),
		});
	});

	test("MSG-5 an answer to who opted out is refused with what was typed, and leaves nothing in the thread", async () => {
		const { contact, conversationId } = await written("sms");
		await postSms(contact.phone, "STOP");
		const { answer } = await see(conversationId);
		expect(answer).toMatchObject({ usual: "chat" });
		expect(answer!.ways.find(({ channel }) => channel === "sms")).toMatchObject({
			isOpen: false,
			note: "The receiver has answered STOP.",
		});
		const before = await last(conversationId);
		expect(await post(conversationId, { channel: "sms", text: "Sorry to hear it" })).toMatchObject({
			init: { status: 422 },
			data: {
				result: {
					initialValue: { text: "Sorry to hear it", channel: "sms" },
					error: { channel: [expect.stringContaining("answered STOP")] },
				},
			},
		});
		expect(await last(conversationId)).toEqual(before);
	});
});

/** A customer whom we have written to by a channel, in a conversation that the user has taken over. */
async function written(channel: "sms" | "email") {
	const contact = await makeContact(org);
	const { id } = await queue(org, { contactId: contact.id, channel, text: "Your car is ready" });
	await runJobs();
	const conversationId = (await messageRow(org, id)).conversation_id!;
	await as(org, "user", (ctx) => takeOverConversation(ctx, conversationId));
	expect(await inbound(contact.id)).toEqual([]);
	return { contact, messageId: id, conversationId };
}

async function see(id: string): Promise<Shown> {
	return (await loader(argsFor({ cookie, path: `/conversations/${id}`, params: { id } }))) as unknown as Shown;
}

function post(id: string, fields: Record<string, string>): Promise<unknown> {
	const path = `/conversations/${id}`;
	return action(argsFor({ cookie, path, params: { id }, fields: { key: newId(), ...fields } }));
}

function last(conversationId: string) {
	return as(org, "viewer", ({ db }) =>
		db
			.selectFrom("messages")
			.selectAll()
			.where("conversation_id", "=", conversationId)
			.orderBy("id", "desc")
			.limit(1)
			.executeTakeFirstOrThrow(),
	);
}
