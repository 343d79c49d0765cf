import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { sendTouchJob } from "#app/domain/leads/sequences/jobs.ts";
import { sendTouch } from "#app/domain/leads/sequences/sending/send-touch.ts";
import { sweepTouches } from "#app/domain/leads/sequences/sending/sweep-touches.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { leadOf, makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";

// Tuesday 10 am in Los Angeles.
const TUESDAY = new Date("2026-11-24T18:00:00Z");
const DAY = 86_400_000;

describe("a lead's sequence", () => {
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

	test("LEAD-5 each due touch becomes one message, also when every job runs twice", async () => {
		const { leadId } = await makeLead(org, { locationId: place, firstName: "Bea" });
		await enroll(leadId);
		const ran = await runJobs(new Date(TUESDAY.getTime() + 10 * 60_000), 2);
		expect(ran.filter((job) => job.error)).toEqual([]);
		const messages = await messagesOf(leadId);
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
		await setMessage(touch!.message_id!, "sent", sentAt);
		await runJobs(TUESDAY, 2);
		expect((await touchesOf(org, leadId))[0]!.status).toBe("sent");
		expect(await leadOf(org, leadId)).toMatchObject({ state: "contacted", first_contacted_at: sentAt });
		await setMessage(touch!.message_id!, "bounced", sentAt, "The mailbox is full.");
		await runJobs(TUESDAY, 2);
		expect((await touchesOf(org, leadId))[0]).toMatchObject({ status: "failed", reason: "The mailbox is full." });
	});

	test("LEAD-5 a reply stops the rest and engages the lead, whichever job comes first", async () => {
		const { leadId, contactId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await runJobs(TUESDAY);
		await receive(leadId, contactId, "Can you do Friday?", new Date(TUESDAY.getTime() + 60_000));
		await runJobs(new Date(TUESDAY.getTime() + 6 * 60_000), 2);
		const touches = await touchesOf(org, leadId);
		expect(touches.slice(1).every((touch) => touch.status === "cancelled")).toBe(true);
		expect(touches[1]!.reason).toBe("The customer replied.");
		expect(await leadOf(org, leadId)).toMatchObject({ state: "engaged", first_replied_at: expect.any(Date) });
	});

	test("LEAD-5 a reply that arrives between planning and sending stops the touch, before any job has followed it", async () => {
		const { leadId, contactId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await receive(leadId, contactId, "Hello", new Date(TUESDAY.getTime() + 1_000));
		const [touch] = await touchesOf(org, leadId);
		const outcome = await asActor(
			org.id,
			SYSTEM,
			(ctx) => sendTouch(ctx, touch!.id),
			new Date(TUESDAY.getTime() + 2_000),
		);
		expect(outcome).toBe("stopped");
		expect(await messagesOf(leadId)).toEqual([]);
		await runJobs(TUESDAY);
	});

	test("LEAD-5 an absence note and HELP stop nothing, STOP stops every sequence and engages nobody", async () => {
		const { leadId, contactId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await receive(leadId, contactId, "I am away", new Date(TUESDAY.getTime() + 1_000), { automatic: true });
		await receive(leadId, contactId, " Help ", new Date(TUESDAY.getTime() + 2_000));
		await runJobs(new Date(TUESDAY.getTime() + 3_000), 2);
		expect((await touchesOf(org, leadId))[1]!.status).toBe("scheduled");
		await receive(leadId, contactId, "stop", new Date(TUESDAY.getTime() + 4_000));
		await runJobs(new Date(TUESDAY.getTime() + 5_000), 2);
		const touches = await touchesOf(org, leadId);
		expect(touches[1]).toMatchObject({ status: "cancelled", reason: "The customer asked for no more messages." });
		expect((await leadOf(org, leadId)).state).toBe("new");
	});

	test("LEAD-7 a booking stops the sequence; cancelling the only appointment makes the lead engaged, still stopped", async () => {
		const { leadId, contactId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		const appointmentId = await book(leadId, contactId);
		await runJobs(TUESDAY, 2);
		expect((await leadOf(org, leadId)).state).toBe("booked");
		expect((await touchesOf(org, leadId)).at(-1)).toMatchObject({
			status: "cancelled",
			reason: "An appointment was booked.",
		});
		await as(org, "user", async (ctx) => {
			await ctx.db.updateTable("appointments").set({ state: "cancelled" }).where("id", "=", appointmentId).execute();
			await ctx.record({ name: "appointment.cancelled", subject: { type: "appointment", id: appointmentId } });
		});
		await runJobs(TUESDAY, 2);
		expect((await leadOf(org, leadId)).state).toBe("engaged");
		expect((await touchesOf(org, leadId)).at(-1)!.status).toBe("cancelled");
	});

	test("LEAD-5 stopping takes back a message that was queued and not sent, and stops once", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await runJobs(TUESDAY);
		const [touch] = await touchesOf(org, leadId);
		await setMessage(touch!.message_id!, "queued", null);
		await runJobs(TUESDAY);
		const stop = () => as(org, "user", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }), TUESDAY);
		await expect(as(org, "viewer", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }))).rejects.toMatchObject({
			status: 403,
		});
		expect(await as(other, "owner", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }))).toBe(0);
		expect(await stop()).toBe(1);
		expect(await stop()).toBe(0);
		expect((await messagesOf(leadId))[0]).toMatchObject({ state: "suppressed", state_reason: "Stopped by a member." });
		await runJobs(new Date(TUESDAY.getTime() + 40 * DAY));
		const touches = await touchesOf(org, leadId);
		expect(touches.filter((one) => one.status === "cancelled" || one.status === "skipped")).toHaveLength(13);
		expect(await messagesOf(leadId)).toHaveLength(1);
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
		expect(await messagesOf(leadId)).toHaveLength(1);
	});

	test("a job of another organisation's touch is refused and changes nothing", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		const [touch] = await touchesOf(org, leadId);
		expect(await asActor(other.id, SYSTEM, (ctx) => sendTouch(ctx, touch!.id), TUESDAY)).toBe("absent");
		expect((await touchesOf(org, leadId))[0]!.status).toBe("scheduled");
	});

	function messagesOf(leadId: string) {
		return as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("messages")
				.selectAll()
				.where("lead_id", "=", leadId)
				.where("direction", "=", "out")
				.orderBy("id")
				.execute(),
		);
	}

	/** What the outbox does to a message, with its event. */
	function setMessage(
		id: string,
		state: "queued" | "sent" | "bounced",
		sentAt: Date | null,
		reason: string | null = null,
	) {
		return as(org, "owner", async (ctx) => {
			await ctx.db
				.updateTable("messages")
				.set({ state, state_reason: reason, state_at: sentAt ?? TUESDAY, sent_at: sentAt })
				.where("id", "=", id)
				.execute();
			await ctx.record({ name: `message.${state}`, subject: { type: "message", id } });
		});
	}

	/** What a customer's SMS leaves behind, with its event. */
	function receive(leadId: string, contactId: string, text: string, at: Date, parts: { automatic?: true } = {}) {
		return as(
			org,
			"owner",
			async (ctx) => {
				const id = newId();
				const lead = await ctx.db.selectFrom("leads").selectAll().where("id", "=", leadId).executeTakeFirstOrThrow();
				await ctx.db
					.insertInto("messages")
					.values({
						org_id: org.id,
						id,
						conversation_id: lead.conversation_id,
						contact_id: contactId,
						channel: "sms",
						direction: "in",
						author_kind: "customer",
						state: "received",
						body_text: text,
						parts: JSON.stringify(parts) as never,
						created_at: at,
					})
					.execute();
				await ctx.record({ name: "message.received", subject: { type: "message", id } });
			},
			at,
		);
	}

	function book(leadId: string, contactId: string): Promise<string> {
		return as(org, "user", async (ctx) => {
			const id = newId();
			const starts = new Date(TUESDAY.getTime() + 3 * DAY);
			await ctx.db
				.insertInto("appointments")
				.values({
					org_id: org.id,
					id,
					location_id: place,
					bay: Math.floor(Math.random() * 1e6) + 1,
					contact_id: contactId,
					lead_id: leadId,
					title: "Tint",
					starts_at: starts,
					ends_at: new Date(starts.getTime() + 3_600_000),
					during: `[${starts.toISOString()},${new Date(starts.getTime() + 3_600_000).toISOString()})`,
					time_zone: "America/Los_Angeles",
					origin: "chat",
				})
				.execute();
			await ctx.record({ name: "appointment.booked", subject: { type: "appointment", id } });
			return id;
		});
	}
});
