import { beforeEach, describe, expect, test } from "vitest";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { removeSuppression } from "#app/domain/messaging/consent/remove-suppression.ts";
import { PURPOSES } from "#app/domain/messaging/schema.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { as } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, keepQuietHours, makeContact, messageRow, queue, setSwitches } from "#tests/support/messaging.ts";
import { minutes, openMailAndTexts, org, smtp, twilio } from "./mail-and-texts.ts";

openMailAndTexts();

describe("the gate", () => {
	const night = new Date("2026-11-24T08:30:00Z");
	beforeEach(() => keepQuietHours(org));

	test.each(PURPOSES.flatMap((purpose) => (["email", "sms"] as const).map((channel) => [purpose, channel] as const)))(
		"MSG-5 nothing bypasses quiet hours, which are the receiver's: a %s by %s at night waits for 8 am there",
		async (purpose, channel) => {
			const contact = await makeContact(org, { time_zone: "America/Los_Angeles" });
			const message = await queue(org, { contactId: contact.id, channel, purpose }, night);
			expect(message.state).toBe("scheduled");
			expect((await messageRow(org, message.id)).send_after?.toISOString()).toBe("2026-11-24T16:00:00.000Z");
		},
	);

	test.each(PURPOSES)(
		"MSG-5 minutes after the customer's own act a direct answer disturbs nobody: %s",
		async (purpose) => {
			const contact = await makeContact(org, { time_zone: "America/Los_Angeles" });
			const ask = (minutesAgo: number) => {
				const answersAt = new Date(night.getTime() - minutesAgo * 60_000);
				return queue(org, { contactId: contact.id, purpose, answersAt }, night);
			};
			const isAnswer = purpose === "reply" || purpose === "confirmation";
			expect((await ask(5)).state).toBe(isAnswer ? "queued" : "scheduled");
			expect((await ask(31)).state).toBe("scheduled");
		},
	);

	test("MSG-5 a reminder waits in the outbox and goes at 8 am, the answer of a moment ago at once", async () => {
		const contact = await makeContact(org, { time_zone: "America/Los_Angeles" });
		const sms = { contactId: contact.id, channel: "sms", text: "See you tomorrow" } as const;
		await queue(org, { ...sms, purpose: "reminder" }, night);
		await queue(org, { ...sms, purpose: "confirmation", answersAt: night }, night);
		await runJobs(night);
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
