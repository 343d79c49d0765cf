import { describe, expect, test } from "vitest";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import { listHeld } from "#app/domain/messaging/held-queries.ts";
import { sendMessageJob } from "#app/domain/messaging/jobs.ts";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { markSent, sendAgain } from "#app/domain/messaging/sending/resolve-message.ts";
import { as, asActor, makeOrg, SYSTEM, testEnv } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { allowSending, makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { minutes, openMailAndTexts, org, smtp } from "./mail-and-texts.ts";

openMailAndTexts();

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
		expect(released).toEqual({
			queued: 1,
			scheduled: 0,
			held: 1,
			suppressed: 0,
			left: 0,
			reasons: ["The contact has no email address."],
		});
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
