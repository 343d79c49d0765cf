import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getOutboxMessage, listOutbox } from "#app/domain/messaging/message-queries.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { as, makeOrg, openTestHouse, type TestOrg, testEnv } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, eventNames, makeContact, messageRow, queue, setSwitches } from "#tests/support/messaging.ts";

let org: TestOrg;
let smtp: SmtpStandIn;
let twilio: TwilioStandIn;

beforeAll(async () => {
	await openTestHouse();
	smtp = await startSmtp();
	twilio = await startTwilio();
});
afterAll(async () => {
	await smtp.stop();
	await twilio.stop();
});
beforeEach(async () => {
	testEnv();
	org = await makeOrg("Northside Garage");
	smtp.received.length = 0;
	smtp.fault = null;
	twilio.messages.length = 0;
	twilio.fault = null;
});

describe("the outbox", () => {
	test("MSG-2 a message is held while sending is off, and nothing leaves", async () => {
		const contact = await makeContact(org);
		const queued = await queue(org, { contactId: contact.id });
		expect(queued.state).toBe("held");
		expect(queued.reason).toContain("ALLOW_EMAIL_SENDING");
		await runJobs(undefined, 2);
		expect(smtp.received).toHaveLength(0);
		expect(await eventNames(org, queued.id)).toEqual(["message.held"]);
	});

	test("MSG-2 both switches must be on: the installation's alone is not enough", async () => {
		await allowSending(org, { smtpPort: smtp.port });
		await setSwitches(org, { email: false, sms: true, webhook: false });
		const contact = await makeContact(org);
		const queued = await queue(org, { contactId: contact.id });
		expect(queued).toMatchObject({ state: "held", reason: expect.stringContaining("your organisation") });
	});

	test("MSG-2 a held message can be read as it would look", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id, subject: "Your tint", text: "Hi Ann.\n\nCome by." });
		const list = await as(org, "viewer", (ctx) => listOutbox(ctx, { state: "held" }));
		expect(list.data).toMatchObject([{ id, contact: "Ann Lee", summary: "Your tint", state: "held" }]);
		const shown = await as(org, "manager", (ctx) => getOutboxMessage(ctx, id));
		expect(shown.headers).toContainEqual({ name: "Subject", value: "Your tint" });
		expect(shown.headers).toContainEqual({ name: "To", value: contact.email });
		expect(shown.text).toMatch(/Come by\.[\s\S]*Unsubscribe: http:\/\/localhost:3000\/unsubscribe\/[\w-]{43}/);
	});

	test("MSG-1 an allowed email goes out once, also when its job runs twice", async () => {
		await allowSending(org, { smtpPort: smtp.port });
		const contact = await makeContact(org);
		const { id, state } = await queue(org, { contactId: contact.id });
		expect(state).toBe("queued");
		await runJobs(undefined, 2);
		expect(smtp.received).toHaveLength(1);
		expect(smtp.received[0]).toMatchObject({ to: [contact.email] });
		expect(await messageRow(org, id)).toMatchObject({ state: "sent", attempts: 1, provider: "smtp" });
		expect(await eventNames(org, id)).toEqual(["message.queued", "message.sending", "message.sent"]);
	});

	test("MSG-1 a text goes out by Twilio once", async () => {
		await allowSending(org, { twilio });
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Your car is ready" });
		await runJobs(undefined, 2);
		expect(twilio.messages).toMatchObject([
			{ to: contact.phone, body: expect.stringMatching(/^Your car is ready\nChat: http/), from: "+15005550006" },
		]);
		expect(await messageRow(org, id)).toMatchObject({ state: "sent", provider_message_id: twilio.messages[0]?.sid });
	});

	test("MSG-1 the same key twice is the same message", async () => {
		const contact = await makeContact(org);
		const first = await queue(org, { contactId: contact.id, dedupeKey: "touch:1" });
		const second = await queue(org, { contactId: contact.id, dedupeKey: "touch:1", text: "Other words" });
		expect(second.id).toBe(first.id);
		const list = await as(org, "viewer", (ctx) => listOutbox(ctx, {}));
		expect(list.data).toHaveLength(1);
	});

	test("a viewer cannot queue, and another organisation's contact is not here", async () => {
		const contact = await makeContact(org);
		const message = { contactId: contact.id, channel: "sms", purpose: "reply", text: "Hi" } as const;
		await expect(as(org, "viewer", (ctx) => queueMessage(ctx, message))).rejects.toMatchObject({ status: 403 });
		const other = await makeOrg("Other");
		await expect(as(other, "owner", (ctx) => queueMessage(ctx, message))).rejects.toMatchObject({ status: 404 });
	});
});
