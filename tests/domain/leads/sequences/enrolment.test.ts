import { beforeAll, describe, expect, test } from "vitest";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { as, makeOrg, openTestHouse, type TestOrg, testEnv } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation, messagesOf, touchesOf } from "#tests/support/leads.ts";
import { allowSending, keepQuietHours } from "#tests/support/messaging.ts";

// Tuesday 10 am in Los Angeles.
const TUESDAY = new Date("2026-11-24T18:00:00Z");

describe("a lead's enrolment", () => {
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

	test("LEAD-5 the shipped default plans 13 touches over 30 days, email and SMS in turn, the first at once", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		expect(await enroll(leadId)).toEqual({ enrollmentId: expect.any(String) });
		const touches = await touchesOf(org, leadId);
		expect(touches).toHaveLength(13);
		expect(touches.map((touch) => touch.channel)).toEqual(touches.map((_, at) => (at % 2 === 0 ? "email" : "sms")));
		expect(touches[0]!.planned_at.getTime() - TUESDAY.getTime()).toBeLessThan(60_000);
		expect(formatInstant(touches[12]!.planned_at, "America/Los_Angeles")).toBe("Thu 24 Dec, 10:00 am PST");
	});

	test("LEAD-5 the send window wins over the first minute, in the location's zone", async () => {
		const sydney = await makeLocation(org, {
			zone: "Australia/Sydney",
			window: { hours: [{ weekdays: [1, 2, 3, 4, 5], opens: "09:00", closes: "17:00" }], holidays: ["2026-11-25"] },
		});
		const { leadId } = await makeLead(org, { locationId: sydney });
		await enroll(leadId);
		const [first] = await touchesOf(org, leadId);
		// 10 am in Los Angeles is 5 am on Wednesday in Sydney, a holiday there.
		expect(formatInstant(first!.planned_at, "Australia/Sydney")).toBe("Thu 26 Nov, 9:00 am AEDT");
	});

	test.each(["shop", "form", "member"] as const)(
		"LEAD-5 MSG-5 the window wins: the first email of a lead by %s at night waits for 8 am there",
		async (source) => {
			const night = new Date("2026-11-24T09:11:00Z");
			const clockOf = (at: Date) => formatInstant(at, "America/Los_Angeles");
			const { leadId } = await makeLead(org, { locationId: place });
			await as(org, "owner", (ctx) => ctx.db.updateTable("leads").set({ source }).where("id", "=", leadId).execute());
			await enroll(leadId, night);
			const touches = await touchesOf(org, leadId);
			expect(touches.slice(0, 2).map((touch) => clockOf(touch.planned_at))).toEqual([
				"Tue 24 Nov, 8:00 am PST",
				"Tue 24 Nov, 8:05 am PST",
			]);
			for (const touch of touches) expect(clockOf(touch.planned_at)).toMatch(/, (8|9|1[0-2]|[1-8]):\d\d (am|pm)/);
			await runJobs(night, 2);
			expect(await messagesOf(org, leadId)).toEqual([]);
		},
	);

	test("MSG-5 a touch that was held and is released at night waits for the morning too", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await runJobs(TUESDAY);
		const [message] = await messagesOf(org, leadId);
		expect(message).toMatchObject({ channel: "email", state: "held" });
		await allowSending(org, { smtpPort: 9 });
		await keepQuietHours(org);
		const night = new Date("2026-11-25T06:30:00Z");
		const ids = [message!.id];
		expect(await as(org, "manager", (ctx) => releaseMessages(ctx, { ids }), night)).toMatchObject({ scheduled: 1 });
		testEnv();
	});

	test("LEAD-5 a time of day stays what the clocks show when they change", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId, new Date("2026-10-30T17:00:00Z"));
		const touches = await touchesOf(org, leadId);
		expect(formatInstant(touches[2]!.planned_at, "America/Los_Angeles")).toBe("Sat 31 Oct, 10:00 am PDT");
		expect(formatInstant(touches[4]!.planned_at, "America/Los_Angeles")).toBe("Tue 3 Nov, 10:00 am PST");
	});

	test("LEAD-5 a window that never opens skips the touches and says so", async () => {
		const closed = await makeLocation(org, { window: { hours: [] } });
		const { leadId } = await makeLead(org, { locationId: closed });
		await enroll(leadId);
		const touches = await touchesOf(org, leadId);
		expect(touches.map((touch) => touch.status)).toEqual(Array(13).fill("skipped"));
		expect(touches[0]!.reason).toBe("The send window never opens.");
	});

	test("LEAD-5 twenty enrolments at the same instant make one running sequence for contact and location", async () => {
		const { contactId } = await makeLead(org, { locationId: place });
		const leads = await Promise.all(Array.from({ length: 20 }, () => makeLead(org, { locationId: place, contactId })));
		const started = await Promise.all(leads.map(({ leadId }) => enroll(leadId)));
		expect(started.filter(Boolean)).toHaveLength(1);
		const elsewhere = await makeLocation(org, { name: "Southside" });
		const second = await makeLead(org, { locationId: elsewhere, contactId });
		expect(await enroll(second.leadId)).toBeDefined();
	});

	test("LEAD-5 a closed lead is not enrolled, a viewer and another organisation cannot enrol", async () => {
		const won = await makeLead(org, { locationId: place, state: "won" });
		expect(await enroll(won.leadId)).toBeUndefined();
		const { leadId } = await makeLead(org, { locationId: place });
		await expect(as(org, "viewer", (ctx) => enrollLead(ctx, { leadId }))).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => enrollLead(ctx, { leadId }))).rejects.toMatchObject({ status: 404 });
		expect(await touchesOf(org, leadId)).toEqual([]);
	});
});
