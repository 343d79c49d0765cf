import ICAL from "ical.js";
import { beforeAll, describe, expect, test } from "vitest";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { makeContact, makeShop, type Shop } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

/** Monday, 5 July 2027, 8 am in Los Angeles. */
const NOW = new Date("2027-07-05T15:00:00Z");
const at = (time: string, date = "2027-07-07") => new Date(`${date}T${time}:00-07:00`);

type Part = { calendar?: { method: string; filename: string; content: string } };

describe("what follows a booking", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	const book = (shop: Shop, startsAt: Date, now = NOW) =>
		as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, startsAt, origin: "page" }), now);
	const shopWithPhone = async (more = {}) => {
		const shop = await makeShop(org, more);
		return {
			...shop,
			contactId: await makeContact(org, { phone: `+1500555${Math.floor(1000 + Math.random() * 8999)}` }),
		};
	};
	const written = (contactId: string) =>
		as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("messages")
				.select(["channel", "purpose", "subject", "body_text", "parts", "state", "dedupe_key"])
				.where("contact_id", "=", contactId)
				.orderBy("id")
				.execute(),
		);
	const fileOf = (message: { parts: unknown }) => {
		const { calendar } = message.parts as Part;
		const event = new ICAL.Component(ICAL.parse(calendar!.content)).getFirstSubcomponent("vevent")!;
		return { method: calendar!.method, event: new ICAL.Event(event), status: event.getFirstPropertyValue("status") };
	};

	test("LEAD-7 an email with a calendar file and an SMS confirm, once also when every job runs twice", async () => {
		const shop = await shopWithPhone();
		const booked = await book(shop, at("09:00"));
		await runJobs(NOW, 2);
		const messages = await written(shop.contactId);
		expect(messages.map((message) => [message.channel, message.purpose])).toEqual([
			["email", "confirmation"],
			["sms", "confirmation"],
		]);
		expect(messages[0]!.subject).toBe("Booked: Window tint, Wed 7 Jul, 9:00 am PDT");
		expect(messages[1]!.body_text).toMatch(
			/booked for Wed 7 Jul, 9:00 am PDT.*http:\/\/localhost:3000\/appointment\/[\w-]{43}\nChat: http:\/\/localhost:3000\/chat\/[\w-]{43}$/,
		);
		const { method, event, status } = fileOf(messages[0]!);
		expect([method, status, event.uid, event.sequence]).toEqual(["REQUEST", "CONFIRMED", booked.id, 0]);
		expect(event.startDate.toJSDate()).toEqual(at("09:00"));
		const links = await as(org, "owner", (ctx) =>
			ctx.db.selectFrom("public_links").select("id").where("subject_id", "=", booked.id).execute(),
		);
		expect(links).toHaveLength(2);
	});

	test("LEAD-7 moved twice is SEQUENCE 2, and the cancellation is a CANCEL with SEQUENCE 3", async () => {
		const shop = await shopWithPhone();
		const { id } = await book(shop, at("09:00"));
		await runJobs(NOW, 2);
		for (const time of ["10:00", "11:00"]) {
			await as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId: id, startsAt: at(time) }), NOW);
			await runJobs(NOW, 2);
		}
		await as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "" }), NOW);
		await runJobs(NOW, 2);
		const files = (await written(shop.contactId)).filter((message) => message.channel === "email").map(fileOf);
		expect(files.map(({ method, event }) => [method, event.sequence, event.uid])).toEqual([
			["REQUEST", 0, id],
			["REQUEST", 1, id],
			["REQUEST", 2, id],
			["CANCEL", 3, id],
		]);
		expect(files[2]!.event.startDate.toJSDate()).toEqual(at("11:00"));
		expect(files[3]!.status).toBe("CANCELLED");
	});

	test("LEAD-7 of two changes in a row only the later one is told", async () => {
		const shop = await shopWithPhone();
		const { id } = await book(shop, at("09:00"));
		await as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId: id, startsAt: at("10:00") }), NOW);
		await runJobs(NOW);
		const messages = await written(shop.contactId);
		expect(messages).toHaveLength(2);
		expect(messages[0]!.subject).toMatch(/^New time: Window tint, Wed 7 Jul, 10:00 am PDT/);
	});

	test("LEAD-7 reminders come a day and two hours before, once, and not for what was moved or cancelled", async () => {
		const shop = await shopWithPhone();
		await book(shop, at("15:00"));
		await runJobs(NOW, 2);
		await runJobs(at("15:00", "2027-07-06"), 2);
		await runJobs(at("13:00"), 2);
		const reminders = (await written(shop.contactId)).filter((message) => message.purpose === "reminder");
		expect(reminders.map((message) => message.channel)).toEqual(["sms", "email", "sms"]);

		const moved = await shopWithPhone();
		const { id } = await book(moved, at("15:00"));
		await runJobs(NOW);
		await as(
			org,
			"user",
			(ctx) => moveAppointment(ctx, { appointmentId: id, startsAt: at("15:00", "2027-07-08") }),
			NOW,
		);
		await runJobs(NOW);
		await runJobs(at("15:00", "2027-07-06"));
		await runJobs(at("13:00"));
		const early = (await written(moved.contactId)).filter((message) => message.purpose === "reminder");
		expect(early).toEqual([]);
		await as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "" }), at("13:00"));
		await runJobs(at("15:00", "2027-07-08"));
		expect((await written(moved.contactId)).filter((message) => message.purpose === "reminder")).toEqual([]);
	});

	test("LEAD-7 an outage over the first reminder's hour does not send it late, and nobody is woken for the second", async () => {
		const shop = await shopWithPhone();
		await book(shop, at("09:00"));
		await runJobs(NOW);
		await runJobs(at("07:30"));
		expect((await written(shop.contactId)).filter((message) => message.purpose === "reminder")).toEqual([]);
	});

	test("LEAD-7 a contact without a number gets the email alone", async () => {
		const shop = await makeShop(org);
		await book(shop, at("09:00"));
		await runJobs(NOW);
		expect((await written(shop.contactId)).map((message) => message.channel)).toEqual(["email"]);
	});

	test("SCHED-1 over the fall clock change the file names the right one of two equal readings", async () => {
		// 7 November 2027 in Los Angeles: 1:30 am comes twice, at 08:30Z and 09:30Z.
		const night = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:00", closes: "04:00" }));
		const shop = await shopWithPhone({ hours: night, step: 30, duration: 30 });
		const now = new Date("2027-11-05T15:00:00Z");
		const first = await book(shop, new Date("2027-11-07T08:30:00Z"), now);
		const other = { ...shop, contactId: await makeContact(org, { phone: "+15005559001" }) };
		const second = await book(other, new Date("2027-11-07T09:30:00Z"), now);
		expect(first.id).not.toBe(second.id);
		await runJobs(now);
		const [mail] = await written(shop.contactId);
		const [later] = await written(other.contactId);
		expect(mail!.subject).toContain("1:30 am PDT");
		expect(later!.subject).toContain("1:30 am PST");
		expect(fileOf(mail!).event.startDate.toJSDate()).toEqual(new Date("2027-11-07T08:30:00Z"));
		expect(fileOf(later!).event.startDate.toJSDate()).toEqual(new Date("2027-11-07T09:30:00Z"));
	});

	test("SCHED-1 in the spring gap there is no 2:30, and 3:00 follows 1:30", async () => {
		const night = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:00", closes: "04:00" }));
		const shop = await shopWithPhone({ hours: night, step: 30, duration: 30 });
		const now = new Date("2027-03-12T15:00:00Z");
		// 14 March 2027: 2:00 am PST is 3:00 am PDT. 09:30Z is 1:30 am PST, 10:00Z is 3:00 am PDT.
		await book(shop, new Date("2027-03-14T09:30:00Z"), now);
		const other = { ...shop, contactId: await makeContact(org) };
		await book(other, new Date("2027-03-14T10:00:00Z"), now);
		await runJobs(now);
		expect((await written(other.contactId))[0]!.subject).toContain("3:00 am PDT");
		await expect(book(shop, new Date("2027-03-14T11:00:00Z"), now)).rejects.toMatchObject({ status: 409 });
	});
});
