import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { withdrawMessages } from "#app/domain/messaging/withdraw-messages.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { confirmationKey } from "#app/domain/scheduling/appointments/notice-keys.ts";
import type { Actor } from "#db/context.ts";
import { makeContact, makeShop, type Shop } from "#tests/domain/scheduling/shop.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { as, asActor, makeOrg, openTestHouse, type TestOrg, testEnv } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, eventNames, keepQuietHours } from "#tests/support/messaging.ts";

/** Monday, 5 July 2027, 8 am in Los Angeles. */
const NOW = new Date("2027-07-05T15:00:00Z");
const at = (time: string, date = "2027-07-07") => new Date(`${date}T${time}:00-07:00`);
/** Open from five, so that a reminder a day before falls into the quiet hours and waits in the outbox. */
const EARLY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "05:00", closes: "18:00" }));

describe("what waits in the outbox about an appointment", () => {
	let org: TestOrg;
	let shop: Shop;
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
		org = await makeOrg();
		shop = await makeShop(org, { hours: EARLY });
		const phone = `+1500555${Math.floor(1000 + Math.random() * 8999)}`;
		shop = { ...shop, contactId: await makeContact(org, { phone }) };
		smtp.received.length = 0;
		twilio.messages.length = 0;
	});

	const book = () =>
		as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, startsAt: at("06:00"), origin: "page" }), NOW);
	const move = (appointmentId: string, startsAt: Date, now: Date) =>
		as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId, startsAt }), now);
	const outbox = () =>
		as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("messages")
				.select(["id", "channel", "purpose", "state", "state_reason", "body_text"])
				.where("contact_id", "=", shop.contactId)
				.orderBy("id")
				.execute(),
		);
	const reminders = async () => (await outbox()).filter(({ purpose }) => purpose === "reminder");

	test("LEAD-7 a reminder that waits is withdrawn with its reason when the appointment moves, and the new time gets its own", async () => {
		await allowSending(org, { smtpPort: smtp.port, twilio });
		await keepQuietHours(org);
		const { id } = await book();
		await runJobs(NOW, 2);
		await runJobs(at("06:00", "2027-07-06"), 2);
		expect((await reminders()).map(({ channel, state }) => [channel, state])).toEqual([
			["sms", "scheduled"],
			["email", "scheduled"],
		]);
		await move(id, at("06:00", "2027-07-09"), at("06:30", "2027-07-06"));
		const withdrawn = await reminders();
		for (const { state, state_reason, id: messageId } of withdrawn) {
			expect([state, state_reason]).toEqual(["suppressed", "The appointment was moved, so this time no longer holds."]);
			expect(await eventNames(org, messageId)).toEqual(["message.scheduled", "message.suppressed"]);
		}
		await runJobs(at("12:00", "2027-07-06"), 2);
		await runJobs(at("05:30"), 2);
		expect(twilio.messages.filter(({ body }) => /see you/.test(body))).toEqual([]);
		// The day before the new time, after the quiet hours: once by each channel, and the time is the new one.
		await runJobs(at("06:00", "2027-07-08"), 2);
		await runJobs(at("12:00", "2027-07-08"), 2);
		const sent = twilio.messages.filter(({ body }) => /see you/.test(body));
		expect(sent).toHaveLength(1);
		expect(sent[0]!.body).toContain("Fri 9 Jul, 6:00 am PDT");
		expect(smtp.received.filter(({ raw }) => /^Subject: Reminder/m.test(raw))).toHaveLength(1);
		expect((await reminders()).map(({ state }) => state)).toEqual(["suppressed", "suppressed", "sent", "sent"]);
	});

	test("LEAD-7 a cancelled appointment reminds nobody, whatever waited", async () => {
		await allowSending(org, { smtpPort: smtp.port, twilio });
		await keepQuietHours(org);
		const { id } = await book();
		await runJobs(NOW, 2);
		await runJobs(at("06:00", "2027-07-06"), 2);
		const off = { appointmentId: id, reason: "" };
		await as(org, "user", (ctx) => cancelAppointment(ctx, off), at("06:30", "2027-07-06"));
		for (const now of [at("12:00", "2027-07-06"), at("05:30"), at("12:00")]) await runJobs(now, 2);
		expect(twilio.messages.filter(({ body }) => /see you/.test(body))).toEqual([]);
		expect((await reminders()).map(({ state, state_reason }) => [state, state_reason])).toEqual([
			["suppressed", "The appointment was cancelled before this was sent."],
			["suppressed", "The appointment was cancelled before this was sent."],
		]);
	});

	test("LEAD-7 a confirmation that is held for a person cannot be released once its time no longer holds", async () => {
		const { id } = await book();
		await runJobs(NOW, 2);
		const held = await outbox();
		expect(held.map(({ state }) => state)).toEqual(["held", "held"]);
		await move(id, at("07:00"), NOW);
		await runJobs(NOW, 2);
		const ids = held.map((message) => message.id);
		const released = await as(org, "manager", (ctx) => releaseMessages(ctx, { ids }), NOW);
		expect(released).toMatchObject({ left: 2, queued: 0 });
		expect((await outbox()).map(({ state }) => state)).toEqual(["suppressed", "suppressed", "held", "held"]);
	});

	test("LEAD-7 what was sent stays sent, and withdrawing twice is withdrawing once", async () => {
		await allowSending(org, { smtpPort: smtp.port, twilio });
		await keepQuietHours(org);
		const { id } = await book();
		await runJobs(NOW, 2);
		await move(id, at("07:00"), NOW);
		const [mail, text] = await outbox();
		expect([mail!.state, text!.state]).toEqual(["sent", "sent"]);
		testEnv();
		await runJobs(NOW, 2);
		const keys = (["email", "sms"] as const).map((channel) => confirmationKey({ id, sequence: 1 }, channel));
		const withdraw = () =>
			as(org, "user", (ctx) => withdrawMessages(ctx, { dedupeKeys: keys, reason: "Not true any more." }));
		expect([await withdraw(), await withdraw()]).toEqual([2, 0]);
	});

	test("MSG-1 a customer's link withdraws what it makes untrue, a viewer nothing, a stranger nothing of others", async () => {
		const { id } = await book();
		await runJobs(NOW);
		const customer: Actor = { kind: "customer", id: shop.contactId, name: "Ann" };
		const dedupeKeys = [confirmationKey({ id, sequence: 0 }, "email")];
		const asked = { dedupeKeys, reason: "No" };
		await expect(as(org, "viewer", (ctx) => withdrawMessages(ctx, asked))).rejects.toMatchObject({ status: 403 });
		const other = await makeOrg("Another firm");
		expect(await as(other, "owner", (ctx) => withdrawMessages(ctx, asked))).toBe(0);
		expect((await outbox()).map(({ state }) => state)).toEqual(["held", "held"]);
		const off = { appointmentId: id, reason: "" };
		await asActor(org.id, customer, (ctx) => cancelAppointment(ctx, off), NOW);
		expect((await outbox()).map(({ state }) => state)).toEqual(["suppressed", "suppressed"]);
	});
});
