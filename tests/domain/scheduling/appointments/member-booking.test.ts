import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { listMoveDays } from "#app/domain/scheduling/appointments/move-queries.ts";
import { countUpcoming } from "#app/domain/scheduling/appointments/release-member.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { makeContact, makeShop } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

/** Monday, 5 July 2027, 8 am in Los Angeles. */
const NOW = new Date("2027-07-05T15:00:00Z");
const at = (time: string, date = "2027-07-06") => new Date(`${date}T${time}:00-07:00`);

describe("a member's time", () => {
	beforeAll(async () => {
		await openTestHouse();
	});
	let org: TestOrg;
	let contactId: string;
	beforeEach(async () => {
		org = await makeOrg();
		contactId = await makeContact(org, { phone: "+15005550142" });
	});

	const book = (
		memberId: string,
		startsAt: Date,
		more: { contactId?: string; durationMinutes?: number } = {},
		now = NOW,
	) =>
		as(
			org,
			"user",
			(ctx) =>
				bookAppointment(ctx, {
					memberId,
					title: "Site visit",
					durationMinutes: 60,
					contactId,
					startsAt,
					origin: "member",
					...more,
				}),
			now,
		);
	const freeBetween = async (memberId: string, from: Date, to: Date, durationMinutes = 60, now = NOW) => {
		const ask = { memberId, durationMinutes, from, to };
		const found = await as(org, "viewer", (ctx) => findAvailability(ctx, ask), now);
		return found.slots.map((slot) => slot.startsAt.toISOString());
	};
	const free = (memberId: string, date = "2027-07-06", minutes = 60, now = NOW) =>
		freeBetween(memberId, at("00:00", date), new Date(at("00:00", date).getTime() + 86_400_000), minutes, now);
	const times = (...list: string[]) => list.map((time) => at(time).toISOString());
	const written = () =>
		as(org, "owner", (ctx) =>
			ctx.db
				.selectFrom("messages")
				.select(["channel", "purpose", "subject", "body_text", "location_id", "parts"])
				.where("contact_id", "=", contactId)
				.orderBy("id")
				.execute(),
		);

	test("SCHED-1 a member's free times are their hours without lunch, what is booked with them, and its buffers", async () => {
		const id = await giveHours(org, "manager", { after: 15 });
		expect(await free(id)).toHaveLength(7);
		await book(id, at("10:00"));
		expect(await free(id)).toEqual(times("13:00", "14:00", "15:00", "16:00"));
	});

	test("SCHED-1 a member's day off, a short day, notice and horizon count, and two members do not share a day", async () => {
		const exceptions = [
			{ date: "2027-07-06", closed: true, name: "Dentist" },
			{ date: "2027-07-07", hours: [{ opens: "10:00", closes: "11:00" }] },
		];
		const id = await giveHours(org, "manager", { exceptions, notice: 48 * 60, horizon: 3 });
		expect(await free(id)).toEqual([]);
		expect(await free(id, "2027-07-07")).toEqual([at("10:00", "2027-07-07").toISOString()]);
		expect(await free(id, "2027-07-07", 60, at("10:30", "2027-07-05"))).toEqual([]);
		expect(await free(id, "2027-07-08")).toHaveLength(7);
		expect(await free(id, "2027-07-09")).toEqual([]);
		const other = await giveHours(org, "user");
		await book(other, at("10:00"));
		expect(await free(other)).toHaveLength(6);
		expect(await free(id, "2027-07-08")).toHaveLength(7);
	});

	test("SCHED-1 a day longer than any opening is not offered: a person does not stay over night as a vehicle does", async () => {
		const id = await giveHours(org, "manager");
		expect(await free(id, "2027-07-06", 9 * 60)).toEqual([]);
	});

	test("SCHED-1 a member's clocks skip an hour, repeat one, and shift by half of one", async () => {
		const night = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "01:00", closes: "04:00" }));
		const hours = { hours: night, step: 30, notice: 0, horizon: 700 };
		const la = await giveHours(org, "manager", hours);
		const on = (id: string, from: string, to: string) =>
			freeBetween(id, new Date(from), new Date(to), 30, new Date("2026-07-06T15:00:00Z"));
		// 14 March 2027 in Los Angeles: 2:00 am PST is 3:00 am PDT, so the night has four half hours.
		expect(await on(la, "2027-03-14T08:00:00Z", "2027-03-14T12:00:00Z")).toEqual(
			["09:00", "09:30", "10:00", "10:30"].map((time) => `2027-03-14T${time}:00.000Z`),
		);
		// 7 November 2027: 1:00 and 1:30 come twice, eight half hours in all.
		expect(await on(la, "2027-11-07T07:00:00Z", "2027-11-07T13:00:00Z")).toHaveLength(8);
		// Lord Howe Island, 4 October 2026: 2:00 am is 2:30 am. 3 am at +11 is 16:00Z, 1 am at +10:30 is 14:30Z.
		const howe = await giveHours(org, "user", { ...hours, zone: "Australia/Lord_Howe" });
		expect(await on(howe, "2026-10-03T14:00:00Z", "2026-10-03T18:00:00Z")).toEqual(
			["14:30", "15:00", "15:30", "16:00", "16:30"].map((time) => `2026-10-03T${time}:00.000Z`),
		);
		// 4 April 2027: 2:00 am is 1:30 am again, so 1:30 comes twice.
		expect(await on(howe, "2027-04-03T13:00:00Z", "2027-04-03T18:00:00Z")).toHaveLength(7);
	});

	test("SCHED-1 an appointment with a member is stored on their clocks, belongs to no location and to no shop", async () => {
		const id = await giveHours(org, "manager", { zone: "America/New_York" });
		const booked = await book(id, at("10:00"));
		expect(booked).toMatchObject({
			memberId: id,
			memberName: "The manager",
			locationId: null,
			serviceId: null,
			title: "Site visit",
			timeZone: "America/New_York",
			bay: 1,
			syncState: "none",
			priceCents: null,
		});
		expect((await book(id, at("10:00"))).id).toBe(booked.id);
		await expect(book(id, at("10:00"), { contactId: await makeContact(org) })).rejects.toMatchObject({ status: 409 });
	});

	test("SCHED-1 fifty people want one member's hour: one has it, the others get other times", async () => {
		const id = await giveHours(org, "manager");
		const people = await Promise.all(Array.from({ length: 50 }, () => makeContact(org)));
		const answers = await Promise.allSettled(people.map((one) => book(id, at("11:00"), { contactId: one })));
		expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
		for (const answer of answers)
			if (answer.status === "rejected") {
				expect(answer.reason).toMatchObject({ status: 409 });
				expect(answer.reason.data.alternatives.length).toBeGreaterThanOrEqual(3);
			}
	});

	test("SCHED-1 confirmation, calendar file, move, reminder and cancellation name the person, on their clocks", async () => {
		const id = await giveHours(org, "manager");
		const booked = await book(id, at("10:00"));
		await runJobs(NOW, 2);
		const [mail, text] = await written();
		expect(mail!.subject).toBe("Booked: Site visit, Tue 6 Jul, 10:00 am PDT");
		expect(mail!.body_text).toContain("Your Site visit with The manager is booked for");
		expect(mail!.location_id).toBeNull();
		const { content } = (mail!.parts as { calendar: { content: string } }).calendar;
		expect(content).toContain("SUMMARY:Site visit with The manager");
		expect(content).not.toContain("LOCATION");
		expect(text!.body_text).toMatch(/^The manager: your Site visit is booked for Tue 6 Jul, 10:00 am PDT/);
		const days = await as(org, "user", (ctx) => listMoveDays(ctx, booked, { zone: booked.timeZone }), NOW);
		expect(days.days.length).toBeGreaterThan(3);
		await as(
			org,
			"user",
			(ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt: at("14:00", "2027-07-08") }),
			NOW,
		);
		await runJobs(NOW, 2);
		await runJobs(at("14:00", "2027-07-07"), 2);
		const reminders = (await written()).filter((message) => message.purpose === "reminder");
		expect(reminders.map((message) => message.channel)).toEqual(["sms", "email"]);
		expect(reminders[0]!.body_text).toMatch(/^The manager: see you for your Site visit on Thu 8 Jul, 2:00 pm PDT/);
		expect(reminders[1]!.body_text).toContain("The manager expects you for your Site visit on Thu 8 Jul");
		const off = { appointmentId: booked.id, reason: "" };
		await as(org, "user", (ctx) => cancelAppointment(ctx, off), at("15:00", "2027-07-07"));
		await runJobs(at("15:00", "2027-07-07"), 2);
		const last = (await written()).at(-1)!;
		expect(last.body_text).toMatch(/with The manager is cancelled|The manager: your Site visit is cancelled/);
		expect(await free(id, "2027-07-08", 60, at("15:00", "2027-07-07"))).toContain(
			at("14:00", "2027-07-08").toISOString(),
		);
	});

	test("SCHED-1 who has no hours, takes none or is not here is refused in words", async () => {
		const none = org.members.admin.id;
		await expect(book(none, at("10:00"))).rejects.toMatchObject({
			status: 422,
			message: "The admin has no working hours yet, so no time can be found.",
		});
		const away = await giveHours(org, "manager", { bookable: false });
		await expect(book(away, at("10:00"))).rejects.toMatchObject({
			status: 422,
			message: "The manager takes no appointments at present. Choose somebody else.",
		});
		await expect(free(away)).rejects.toMatchObject({ status: 422 });
		await expect(book(newId(), at("10:00"))).rejects.toMatchObject({ status: 404 });
		const shop = await makeShop(org);
		const both = { ...shop, memberId: away, from: NOW, to: at("20:00") };
		await expect(as(org, "viewer", (ctx) => findAvailability(ctx, both), NOW)).rejects.toMatchObject({ status: 422 });
	});

	test("SCHED-1 a member who leaves: what was to come is cancelled and told, what was stays with their name", async () => {
		const id = await giveHours(org, "manager");
		const past = await book(id, at("09:00"));
		const next = await book(id, at("10:00", "2027-07-08"));
		await runJobs(NOW);
		const later = at("12:00", "2027-07-07");
		expect(await as(org, "owner", (ctx) => countUpcoming(ctx, id), later)).toBe(1);
		await as(org, "owner", (ctx) => removeMember(ctx, id), later);
		await runJobs(later, 2);
		const look = (appointmentId: string) => as(org, "viewer", (ctx) => getAppointment(ctx, appointmentId));
		expect(await look(past.id)).toMatchObject({ state: "booked", memberName: "The manager" });
		expect(await look(next.id)).toMatchObject({
			state: "cancelled",
			sequence: 1,
			cancelReason: "The manager no longer works here",
		});
		const told = (await written()).filter((message) => message.subject.startsWith("Cancelled:"));
		expect(told).toHaveLength(1);
		expect(told[0]!.body_text).toContain("with The manager is cancelled");
		await expect(book(id, at("11:00", "2027-07-08"), {}, later)).rejects.toMatchObject({ status: 404 });
	});

	test("TENANT another organisation's member is absent, whoever asks, and nothing is booked", async () => {
		const other = await makeOrg("Another firm");
		const theirs = await giveHours(other, "manager");
		await expect(book(theirs, at("10:00"))).rejects.toMatchObject({ status: 404 });
		await expect(free(theirs)).rejects.toMatchObject({ status: 404 });
		const theirTime = { memberId: theirs, durationMinutes: 60, from: at("00:00"), to: at("23:59") };
		const seen = await as(other, "viewer", (ctx) => findAvailability(ctx, theirTime), NOW);
		expect(seen.slots).toHaveLength(7);
	});

	test("ID-2 a viewer sees a member's free times and books none", async () => {
		const id = await giveHours(org, "manager");
		expect(await free(id)).toHaveLength(7);
		const wish = { memberId: id, title: "", durationMinutes: 30, contactId, startsAt: at("10:00") };
		const asked = as(org, "viewer", (ctx) => bookAppointment(ctx, { ...wish, origin: "member" }), NOW);
		await expect(asked).rejects.toMatchObject({ status: 403 });
	});
});
