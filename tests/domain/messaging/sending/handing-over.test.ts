import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { markSent, sendAgain } from "#app/domain/messaging/sending/resolve-message.ts";
import { sendMessage } from "#jobs/messaging/send-message.ts";
import { as } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { minutes, openMailAndTexts, org, smtp, twilio } from "./mail-and-texts.ts";

openMailAndTexts();

describe("handing over", () => {
	test("MSG-1 twenty workers that send one message at once send one mail", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		const run = { requestId: newId(), signal: new AbortController().signal, now: new Date() };
		await Promise.all(Array.from({ length: 20 }, () => sendMessage({ orgId: org.id, messageId: id }, run)));
		expect(smtp.received).toHaveLength(1);
		expect(await messageRow(org, id)).toMatchObject({ state: "sent", attempts: 1 });
	});

	test("MSG-1 a server that is busy is asked again later, and a server that refuses is not", async () => {
		const contact = await makeContact(org);
		smtp.fault = { at: "content", code: 451, text: "4.3.0 try later" };
		const busy = await queue(org, { contactId: contact.id });
		await runJobs();
		expect(await messageRow(org, busy.id)).toMatchObject({
			state: "queued",
			attempts: 1,
			state_reason: expect.stringContaining("451"),
		});
		smtp.fault = null;
		await runJobs();
		expect(smtp.received).toHaveLength(0);
		await runJobs(minutes(5));
		expect(await messageRow(org, busy.id)).toMatchObject({ state: "sent", attempts: 2 });
		smtp.fault = { at: "receiver", code: 550, text: "5.1.1 no such user" };
		const refused = await queue(org, { contactId: contact.id });
		await runJobs();
		expect(await messageRow(org, refused.id)).toMatchObject({
			state: "failed",
			state_reason: expect.stringContaining("550"),
		});
		smtp.fault = null;
		await runJobs(minutes(100_000), 2);
		expect(smtp.received).toHaveLength(1);
	});

	test("MSG-1 a server that never comes back is given up after eight tries, and a person sends again", async () => {
		const contact = await makeContact(org);
		smtp.fault = { at: "connect", code: 421, text: "4.3.2 closing" };
		const { id } = await queue(org, { contactId: contact.id });
		for (let day = 0; day < 12; day++) await runJobs(minutes(day * 1_440));
		expect(await messageRow(org, id)).toMatchObject({ state: "failed", attempts: 8 });
		smtp.fault = null;
		const again = await as(org, "manager", (ctx) => sendAgain(ctx, { messageId: id }));
		const twice = await as(org, "manager", (ctx) => sendAgain(ctx, { messageId: id }));
		expect(twice.id).toBe(again.id);
		await runJobs();
		expect(smtp.received).toHaveLength(1);
	});

	test("MSG-1 an email whose fate is unknown stays uncertain until a person decides", async () => {
		const contact = await makeContact(org);
		smtp.fault = { at: "content", after: "drop" };
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		smtp.fault = null;
		await runJobs(minutes(100_000), 2);
		expect(await messageRow(org, id)).toMatchObject({ state: "uncertain" });
		expect(smtp.received).toHaveLength(1);
		await expect(as(org, "user", (ctx) => markSent(ctx, { messageId: id }))).rejects.toMatchObject({ status: 403 });
		await as(org, "manager", (ctx) => markSent(ctx, { messageId: id }));
		expect(await messageRow(org, id)).toMatchObject({ state: "sent" });
		await expect(as(org, "manager", (ctx) => sendAgain(ctx, { messageId: id }))).rejects.toMatchObject({ status: 409 });
	});

	test("MSG-1 a text whose answer was lost is looked up at Twilio, and not sent again", async () => {
		const contact = await makeContact(org);
		twilio.fault = "500-after";
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Ready" });
		await runJobs();
		expect(await messageRow(org, id)).toMatchObject({ state: "uncertain" });
		twilio.fault = null;
		await runJobs(minutes(3), 2);
		expect(await messageRow(org, id)).toMatchObject({ state: "sent", provider_message_id: twilio.messages[0]!.sid });
		expect(twilio.messages).toHaveLength(1);
	});

	test("MSG-1 a text that Twilio says it never got stays with a person, once it was uncertain", async () => {
		const contact = await makeContact(org);
		twilio.fault = "500";
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Ready" });
		await runJobs();
		twilio.fault = null;
		await runJobs(minutes(3), 2);
		expect(await messageRow(org, id)).toMatchObject({
			state: "uncertain",
			state_reason: "The SMS provider never got it.",
		});
		expect(twilio.messages).toHaveLength(0);
	});

	test("MSG-5 a receiver who opted out at Twilio is suppressed here too", async () => {
		const contact = await makeContact(org);
		twilio.optedOut.add(contact.phone);
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Ready" });
		await runJobs();
		expect(await messageRow(org, id)).toMatchObject({ state: "suppressed" });
		expect(await queue(org, { contactId: contact.id, channel: "sms", text: "Again" })).toMatchObject({
			state: "suppressed",
		});
	});

	test("a line break in a name or subject starts no header, and two addresses in one reach nobody", async () => {
		const contact = await makeContact(org, { first_name: "Ann\r\nBcc: eve@evil.test" });
		const { id } = await queue(org, { contactId: contact.id, subject: "Hi\r\nBcc: eve@evil.test\r\n\r\nbody" });
		await runJobs();
		expect(smtp.received).toHaveLength(1);
		expect(smtp.received[0]).toMatchObject({ to: [contact.email] });
		expect(smtp.received[0]!.parsed.headers.map((header) => header.key)).not.toContain("bcc");
		expect((await messageRow(org, id)).subject).toBe("Hi Bcc: eve@evil.test body");
		const two = await queue(org, { contactId: contact.id, to: "a@example.test, b@example.test" });
		expect(two).toMatchObject({ state: "held", reason: expect.stringContaining("not one email address") });
	});

	test("MSG-5 over https a mail can be unsubscribed from in one click (RFC 8058)", async () => {
		await allowSending(org, { smtpPort: smtp.port }, { PUBLIC_URL: "https://app.test" });
		const contact = await makeContact(org);
		await queue(org, { contactId: contact.id });
		await runJobs();
		const headers = new Map(smtp.received[0]!.parsed.headers.map(({ key, value }) => [key, value]));
		expect(headers.get("list-unsubscribe")).toMatch(/^<https:\/\/app\.test\/unsubscribe\/[\w-]{43}>$/);
		expect(headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
	});
});
