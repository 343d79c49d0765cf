import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getChatLinks } from "#app/domain/messaging/chat-links/chat-link-queries.ts";
import { makeChatLink } from "#app/domain/messaging/chat-links/make-chat-link.ts";
import { revokeChatLinks } from "#app/domain/messaging/chat-links/revoke-chat-links.ts";
import { PURPOSES } from "#app/domain/messaging/schema.ts";
import { loader as openChat } from "#app/routes/chat/chat.tsx";
import { action, loader } from "#app/routes/conversations/chat-links.tsx";
import type { Ctx } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { eventNames, makeContact, messageRow, queue, setSwitches } from "#tests/support/messaging.ts";
import { openMailAndTexts, org, smtp, twilio } from "./sending/mail-and-texts.ts";

openMailAndTexts();

const LINK = /http:\/\/localhost:3000\/chat\/([\w-]{43})/;

describe("LEAD-6 the chat link of messages", () => {
	let contact: { id: string; email: string; phone: string };
	beforeEach(async () => {
		contact = await makeContact(org);
	});

	test.each(PURPOSES)("LEAD-6 every message carries a chat link that opens its conversation: a %s", async (purpose) => {
		const button = { label: "See appointment", url: "http://localhost:3000/appointment/x" };
		await queue(org, { contactId: contact.id, purpose, channel: "sms" });
		await queue(org, { contactId: contact.id, purpose, button });
		const { id } = await queue(org, { contactId: contact.id, purpose });
		await runJobs();
		const { conversation_id } = await messageRow(org, id);
		const { html, text } = smtp.received.at(-1)!.parsed;
		const words = [twilio.messages.at(-1)!.body, smtp.received[0]!.parsed.text, html, text];
		for (const word of words) {
			const [, token] = LINK.exec(String(word))!;
			expect((await open(token!)).chat.id).toBe(conversation_id);
		}
		expect(smtp.received[0]!.parsed.html).toContain("/appointment/x");
	});

	test("LEAD-6 a message to an address that is not the contact's own carries none", async () => {
		await queue(org, { contactId: contact.id, to: "somebody@else.test" });
		await runJobs();
		expect(smtp.received[0]!.raw).not.toContain("/chat/");
	});

	test("LEAD-6 a revoked link says that it is closed and what to do; a new one opens; the log says who did it", async () => {
		const { conversationId, token } = await sent();
		const cookie = await cookieOf(org, "user");
		const call = { cookie, path: `/conversations/${conversationId}/links`, params: { id: conversationId } };
		expect(await loader(argsFor(call))).toMatchObject({ open: 1, waiting: 0 });
		const done = (await action(argsFor({ ...call, fields: { act: "revoke" } }))) as Response;
		expect([done.status, done.headers.get("location")]).toEqual([303, `/conversations/${conversationId}`]);
		const refused = await refusalOf(token);
		expect(refused.status).toBe(410);
		expect(refused.message).toMatch(/closed.*no longer valid.*Answer the last message/);
		expect(await eventNames(org, conversationId)).toContain("conversation.links-revoked");
		const made = await action(argsFor({ ...call, fields: { act: "make" } }));
		const { url } = (made as unknown as { data: { detail: { url: string } } }).data.detail;
		expect((await open(LINK.exec(url)![1]!)).chat.id).toBe(conversationId);
		const next = await sent();
		expect((await open(next.token)).chat.id).toBe(conversationId);
		expect((await refusalOf(token)).status).toBe(410);
	});

	test("LEAD-6 a message that waits keeps the link that nobody has seen yet", async () => {
		const { conversationId } = await sent();
		await setSwitches(org, { email: true, sms: false, webhook: false });
		const { id } = await queue(org, { contactId: contact.id, channel: "sms" });
		expect(await as(org, "user", (ctx) => getChatLinks(ctx, conversationId))).toMatchObject({ open: 1, waiting: 1 });
		expect(await as(org, "user", (ctx) => revokeChatLinks(ctx, conversationId))).toBe(1);
		expect(await as(org, "user", (ctx) => revokeChatLinks(ctx, conversationId))).toBe(0);
		const waiting = await messageRow(org, id);
		expect(waiting.state).toBe("held");
		expect((await open(LINK.exec(waiting.body_text)![1]!)).chat.id).toBe(conversationId);
	});

	const COMMANDS: [string, (ctx: Ctx, id: string) => Promise<unknown>][] = [
		["revokeChatLinks", revokeChatLinks],
		["makeChatLink", makeChatLink],
		["getChatLinks", getChatLinks],
	];

	test.each(COMMANDS)("Tenants %s is 404 for another organisation and 403 for a viewer", async (_name, command) => {
		const { conversationId, token } = await sent();
		const other = await makeOrg("Another firm");
		await expect(as(other, "owner", (ctx) => command(ctx, conversationId))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "user", (ctx) => command(ctx, newId()))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "viewer", (ctx) => command(ctx, conversationId))).rejects.toMatchObject({ status: 403 });
		expect((await open(token)).chat.id).toBe(conversationId);
	});

	/** A text that went out, and the token of its chat link. */
	async function sent() {
		const { id } = await queue(org, { contactId: contact.id, channel: "sms" });
		await runJobs();
		const row = await messageRow(org, id);
		return { conversationId: row.conversation_id!, token: LINK.exec(row.body_text)![1]! };
	}
});

function open(token: string) {
	return openChat(argsFor({ cookie: "", path: `/chat/${token}`, params: { token } }));
}

async function refusalOf(token: string): Promise<{ status: number; message: string }> {
	const thrown = await open(token).catch((error: unknown) => error);
	const response = thrown as Response;
	return { status: response.status, message: ((await response.json()) as { message: string }).message };
}
