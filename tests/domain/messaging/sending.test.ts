import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { removeSuppression } from "#app/domain/messaging/consent/remove-suppression.ts";
import { listHeld } from "#app/domain/messaging/held-queries.ts";
import { sendMessageJob } from "#app/domain/messaging/jobs.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { markSent, sendAgain } from "#app/domain/messaging/sending/resolve-message.ts";
import { sendMessage } from "#jobs/messaging/send-message.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg, testEnv } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { allowSending, makeContact, messageRow, queue, setSwitches } from "#tests/support/messaging.ts";

let org: TestOrg;
let smtp: SmtpStandIn;
let twilio: TwilioStandIn;
const minutes = (count: number, from = Date.now()) => new Date(from + count * 60_000);

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
	await runJobs(minutes(100_000));
	org = await makeOrg("Northside Garage");
	smtp.received.length = 0;
	smtp.fault = null;
	twilio.messages.length = 0;
	twilio.fault = null;
	twilio.optedOut.clear();
	await allowSending(org, { smtpPort: smtp.port, twilio });
});

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

describe("the gate", () => {
	const night = new Date("2026-11-24T08:30:00Z");

	test("MSG-5 quiet hours are the receiver's: a reminder at night waits for 8 am there, a confirmation does not", async () => {
		const contact = await makeContact(org, { time_zone: "America/Los_Angeles" });
		const sms = { contactId: contact.id, channel: "sms", text: "See you tomorrow" } as const;
		const reminder = await queue(org, { ...sms, purpose: "reminder" }, night);
		expect(reminder.state).toBe("scheduled");
		expect((await messageRow(org, reminder.id)).send_after?.toISOString()).toBe("2026-11-24T16:00:00.000Z");
		expect(await queue(org, { ...sms, purpose: "confirmation" }, night)).toMatchObject({ state: "queued" });
		await runJobs(new Date("2026-11-24T15:59:00Z"));
		expect(twilio.messages).toHaveLength(1);
		await runJobs(new Date("2026-11-24T16:00:01Z"), 2);
		expect(twilio.messages).toHaveLength(2);
	});

	test("MSG-5 six hours of backlog break no quiet hours: the gate is asked again right before sending", async () => {
		const contact = await makeContact(org, { time_zone: "America/Los_Angeles" });
		const evening = new Date("2026-11-24T04:00:00Z");
		const { id, state } = await queue(org, { contactId: contact.id, purpose: "sequence" }, evening);
		expect(state).toBe("queued");
		await runJobs(new Date(evening.getTime() + 6 * 3_600_000));
		expect(smtp.received).toHaveLength(0);
		expect(await messageRow(org, id)).toMatchObject({ state: "scheduled" });
	});

	test("MSG-5 the frequency cap holds sequences back, also when they are queued at once, and nothing else", async () => {
		const contact = await makeContact(org);
		const noon = new Date("2026-11-24T12:00:00Z");
		const states = await Promise.all(
			Array.from({ length: 5 }, () => queue(org, { contactId: contact.id, purpose: "sequence" }, noon)),
		);
		expect(states.map((one) => one.state).sort()).toEqual(["queued", "queued", "queued", "scheduled", "scheduled"]);
		expect(await queue(org, { contactId: contact.id, purpose: "notice" }, noon)).toMatchObject({ state: "queued" });
	});

	test("MSG-5 nothing bypasses suppression: no purpose, no release, no sending again", async () => {
		const contact = await makeContact(org);
		await setSwitches(org, { email: false, sms: false, webhook: false });
		const held = await queue(org, { contactId: contact.id });
		await as(org, "manager", (ctx) =>
			addSuppression(ctx, { channel: "email", address: contact.email, reason: "unsubscribed" }),
		);
		await setSwitches(org, { email: true, sms: true, webhook: false });
		for (const purpose of ["sequence", "confirmation", "reminder", "reply", "notice"] as const) {
			expect(await queue(org, { contactId: contact.id, purpose })).toMatchObject({ state: "suppressed" });
		}
		expect(await as(org, "manager", (ctx) => releaseMessages(ctx, { ids: [held.id] }))).toMatchObject({
			suppressed: 1,
		});
		const lift = { channel: "email", address: contact.email, by: "member" } as const;
		expect(await as(org, "manager", (ctx) => removeSuppression(ctx, lift))).toBe(false);
		await runJobs(minutes(100_000));
		expect(smtp.received).toHaveLength(0);
	});

	test("LEAD-9 demo mode writes only to who is on its list", async () => {
		const contact = await makeContact(org);
		await allowSending(org, { smtpPort: smtp.port }, { DEMO_MODE: "true", DEMO_ALLOWED: "me@demo.test, @team.test" });
		expect(await queue(org, { contactId: contact.id })).toMatchObject({
			state: "held",
			reason: expect.stringContaining("Demo mode"),
		});
		for (const to of ["me@demo.test", "Anyone@Team.Test"]) {
			expect(await queue(org, { contactId: contact.id, to })).toMatchObject({ state: "queued" });
		}
		expect(await queue(org, { contactId: contact.id, to: "x@notteam.test" })).toMatchObject({ state: "held" });
	});
});

describe("releasing", () => {
	test("MSG-2 turning sending on releases nothing; a release is an act of its own and asks the gate again", async () => {
		testEnv();
		const contact = await makeContact(org);
		const old = await queue(org, { contactId: contact.id }, minutes(-25 * 60));
		const fresh = await queue(org, { contactId: contact.id });
		const nameless = await makeContact(org, { email: null });
		const without = await queue(org, { contactId: nameless.id });
		await allowSending(org, { smtpPort: smtp.port });
		await runJobs(minutes(60));
		expect(smtp.received).toHaveLength(0);
		const held = await as(org, "manager", (ctx) => listHeld(ctx));
		expect(
			held.data
				.filter((row) => row.isFresh)
				.map((row) => row.id)
				.sort(),
		).toEqual([fresh.id, without.id].sort());
		await expect(as(org, "user", (ctx) => releaseMessages(ctx, { ids: [fresh.id] }))).rejects.toMatchObject({
			status: 403,
		});
		const released = await as(org, "manager", (ctx) => releaseMessages(ctx, { ids: [fresh.id, without.id] }));
		expect(released).toEqual({ queued: 1, scheduled: 0, held: 1, suppressed: 0, left: 0 });
		await runJobs(minutes(60), 2);
		expect(smtp.received).toHaveLength(1);
		expect(await messageRow(org, old.id)).toMatchObject({ state: "held" });
	});

	test("another organisation can neither release, resolve nor take back a message", async () => {
		testEnv();
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		const other = await makeOrg("Other");
		expect(await as(other, "owner", (ctx) => releaseMessages(ctx, { ids: [id] }))).toMatchObject({ left: 1 });
		expect(await as(other, "owner", (ctx) => cancelMessage(ctx, { messageId: id, reason: "x" }))).toBe(false);
		await expect(as(other, "owner", (ctx) => sendAgain(ctx, { messageId: id }))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => markSent(ctx, { messageId: id }))).rejects.toMatchObject({ status: 404 });
		expect(await messageRow(org, id)).toMatchObject({ state: "held" });
		const foreign = {
			conversationId: (await messageRow(org, id)).conversation_id!,
			contactId: (await makeContact(other)).id,
		};
		await expect(
			asActor(other.id, SYSTEM, (ctx) =>
				queueMessage(ctx, { ...foreign, channel: "sms", purpose: "reply", text: "x" }),
			),
		).rejects.toMatchObject({ status: 404 });
	});

	test("MSG-1 a message that was taken back is not sent by the job that waits for it", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		expect(await as(org, "user", (ctx) => cancelMessage(ctx, { messageId: id, reason: "Changed my mind." }))).toBe(
			true,
		);
		const waiting = await waitingJobs(sendMessageJob);
		expect(waiting.filter((job) => job.payload.messageId === id)).toHaveLength(1);
		await runJobs(undefined, 2);
		expect(smtp.received).toHaveLength(0);
		expect(await messageRow(org, id)).toMatchObject({ state: "suppressed", state_reason: "Changed my mind." });
	});
});
