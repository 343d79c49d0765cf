import { beforeAll, describe, expect, test } from "vitest";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { sendTouchJob } from "#app/domain/leads/sequences/jobs.ts";
import { sendTouch } from "#app/domain/leads/sequences/sending/send-touch.ts";
import { sweepTouches } from "#app/domain/leads/sequences/sending/sweep-touches.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { leadOf, makeLead, makeLocation, messagesOf, setMessage, touchesOf } from "#tests/support/leads.ts";

// Tuesday 10 am in Los Angeles.
const TUESDAY = new Date("2026-11-24T18:00:00Z");
const DAY = 86_400_000;

describe("a lead's touches", () => {
	let org: TestOrg;
	let other: TestOrg;
	let place: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		place = await makeLocation(org);
	});

	const enroll = (leadId: string, now = TUESDAY) => as(org, "user", (ctx) => enrollLead(ctx, { leadId }), now);

	test("LEAD-5 each due touch becomes one message, also when every job runs twice", async () => {
		const { leadId } = await makeLead(org, { locationId: place, firstName: "Bea" });
		await enroll(leadId);
		const ran = await runJobs(new Date(TUESDAY.getTime() + 10 * 60_000), 2);
		expect(ran.filter((job) => job.error)).toEqual([]);
		const messages = await messagesOf(org, leadId);
		expect(messages.map((message) => message.channel)).toEqual(["email", "sms"]);
		expect(messages[0]!.subject).toBe("Your request: Window tint for your vehicle");
		expect(messages[0]!.body_text).toContain("Hi Bea,");
		for (const message of messages) expect(`${message.body_html} ${message.body_text}`).toMatch(/\/chat\/[\w-]{43}/);
		const touches = await touchesOf(org, leadId);
		// Nothing may leave in tests: the gate holds, and the touch says so.
		expect(touches.slice(0, 3).map((touch) => touch.status)).toEqual(["held", "held", "scheduled"]);
		expect(touches[0]!.reason).toMatch(/switched off/);
		expect((await leadOf(org, leadId)).state).toBe("new");
	});

	test("LEAD-5 touches follow their messages, and the first that is sent makes the lead contacted", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await runJobs(TUESDAY);
		const [touch] = await touchesOf(org, leadId);
		const sentAt = new Date(TUESDAY.getTime() + 5_000);
		await setMessage(org, touch!.message_id!, "sent", sentAt);
		await runJobs(TUESDAY, 2);
		expect((await touchesOf(org, leadId))[0]!.status).toBe("sent");
		expect(await leadOf(org, leadId)).toMatchObject({ state: "contacted", first_contacted_at: sentAt });
		await setMessage(org, touch!.message_id!, "bounced", sentAt, "The mailbox is full.");
		await runJobs(TUESDAY, 2);
		expect((await touchesOf(org, leadId))[0]).toMatchObject({ status: "failed", reason: "The mailbox is full." });
	});

	test("LEAD-5 a contact without a phone number gets the emails, and the SMS say why they were skipped", async () => {
		const { leadId } = await makeLead(org, { locationId: place, phone: null });
		await enroll(leadId);
		await runJobs(new Date(TUESDAY.getTime() + 6 * 60_000), 2);
		expect((await touchesOf(org, leadId))[1]).toMatchObject({
			status: "skipped",
			reason: "The contact has no phone number.",
		});
	});

	test("LEAD-5 a touch whose window closed meanwhile is moved, not sent", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		const [touch] = await touchesOf(org, leadId);
		// 9.30 pm at the location, which is its quiet time.
		const night = new Date("2026-11-25T05:30:00Z");
		await runJobs(night, 2);
		const [moved] = await touchesOf(org, leadId);
		expect(formatInstant(moved!.planned_at, "America/Los_Angeles")).toBe("Wed 25 Nov, 8:00 am PST");
		const waiting = await waitingJobs(sendTouchJob);
		expect(waiting.filter((job) => job.payload.touchId === touch!.id).map((job) => job.startAfter)).toContainEqual(
			moved!.planned_at,
		);
		await runJobs(TUESDAY);
	});

	test("LEAD-5 after days without a worker the touches do not all go at once", async () => {
		const fresh = await makeOrg("Slow firm");
		const here = await makeLocation(fresh);
		const { leadId } = await makeLead(fresh, { locationId: here });
		await as(fresh, "user", (ctx) => enrollLead(ctx, { leadId }), TUESDAY);
		const later = new Date(TUESDAY.getTime() + 7 * DAY);
		await runJobs(later, 2);
		const touches = await touchesOf(fresh, leadId);
		expect(touches.filter((touch) => touch.message_id)).toHaveLength(1);
		const times = touches.filter((touch) => touch.status === "scheduled").map((touch) => touch.planned_at.getTime());
		expect(Math.min(...times) - later.getTime()).toBeGreaterThanOrEqual(2 * 3_600_000);
	});

	test("LEAD-5 a lost job is found by the sweep, and asking twice sends once", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await house().database.owner.query("delete from pgboss.job where name = $1", [sendTouchJob.name]);
		const now = new Date(TUESDAY.getTime() + 3 * 60_000);
		await sweepTouches(now);
		await sweepTouches(now);
		await runJobs(now, 2);
		expect(await messagesOf(org, leadId)).toHaveLength(1);
	});

	test("a job of another organisation's touch is refused and changes nothing", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		const [touch] = await touchesOf(org, leadId);
		expect(await asActor(other.id, SYSTEM, (ctx) => sendTouch(ctx, touch!.id), TUESDAY)).toBe("absent");
		expect((await touchesOf(org, leadId))[0]!.status).toBe("scheduled");
	});
});
