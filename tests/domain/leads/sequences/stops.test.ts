import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { sendTouch } from "#app/domain/leads/sequences/sending/send-touch.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { leadOf, makeLead, makeLocation, messagesOf, setMessage, touchesOf } from "#tests/support/leads.ts";

// Tuesday 10 am in Los Angeles.
const TUESDAY = new Date("2027-11-23T18:00:00Z");
const DAY = 86_400_000;

describe("what stops a lead's sequence", () => {
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
		expect(await messagesOf(org, leadId)).toEqual([]);
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

	test("LEAD-5 a touch whose turn comes finds an appointment with a member too, before its event was followed", async () => {
		const { leadId, contactId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await book(leadId, contactId, "member");
		await runJobs(TUESDAY);
		expect(await messagesOf(org, leadId)).toEqual([]);
		expect((await touchesOf(org, leadId))[0]).toMatchObject({ reason: "An appointment was booked." });
	});

	test("LEAD-5 stopping takes back a message that was queued and not sent, and stops once", async () => {
		const { leadId } = await makeLead(org, { locationId: place });
		await enroll(leadId);
		await runJobs(TUESDAY);
		const [touch] = await touchesOf(org, leadId);
		await setMessage(org, touch!.message_id!, "queued", TUESDAY);
		await runJobs(TUESDAY);
		const stop = () => as(org, "user", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }), TUESDAY);
		await expect(as(org, "viewer", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }))).rejects.toMatchObject({
			status: 403,
		});
		expect(await as(other, "owner", (ctx) => stopEnrollments(ctx, { leadId, reason: "member" }))).toBe(0);
		expect(await stop()).toBe(1);
		expect(await stop()).toBe(0);
		expect((await messagesOf(org, leadId))[0]).toMatchObject({
			state: "suppressed",
			state_reason: "Stopped by a member.",
		});
		await runJobs(new Date(TUESDAY.getTime() + 40 * DAY));
		const touches = await touchesOf(org, leadId);
		expect(touches.filter((one) => one.status === "cancelled" || one.status === "skipped")).toHaveLength(13);
		expect(await messagesOf(org, leadId)).toHaveLength(1);
	});

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

	/** A booking with its event; one with a member stands there without. */
	function book(leadId: string, contactId: string, host: "location" | "member" = "location"): Promise<string> {
		return as(org, "user", async (ctx) => {
			const id = newId();
			const starts = new Date(TUESDAY.getTime() + 3 * DAY);
			await ctx.db
				.insertInto("appointments")
				.values({
					org_id: org.id,
					id,
					...(host === "member" && ctx.actor.kind === "member"
						? { member_id: ctx.actor.id, member_name: ctx.actor.name }
						: { location_id: place }),
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
			if (host === "location") await ctx.record({ name: "appointment.booked", subject: { type: "appointment", id } });
			return id;
		});
	}
});
