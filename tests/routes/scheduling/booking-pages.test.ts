import ICAL from "ical.js";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { findPlaceBySlug } from "#app/domain/scheduling/availability/place-queries.ts";
import { loader as showAppointment } from "#app/routes/scheduling/booking/appointment.tsx";
import { loader as showFile } from "#app/routes/scheduling/booking/appointment-file.ts";
import { action as book, loader as showBooking } from "#app/routes/scheduling/booking/book-location.tsx";
import { loader as showOrg } from "#app/routes/scheduling/booking/book-org.tsx";
import { action as cancel } from "#app/routes/scheduling/booking/cancel-appointment.tsx";
import { action as move, loader as showMove } from "#app/routes/scheduling/booking/move-appointment.tsx";
import { appointmentsAt, makeShop, type Shop, WEEK } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

type Reply = {
	data: {
		result: { initialValue?: Record<string, string>; error?: Record<string, string[]> };
		detail?: { alternatives?: { startsAt: Date }[] };
	};
	init: { status: number };
};

describe("the public booking pages", () => {
	let org: TestOrg;
	let shop: Shop;
	let params: { orgSlug: string; locationSlug: string };
	let ip = 0;

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});
	beforeEach(async () => {
		const locationSlug = `main-${newId().slice(-12)}`;
		// Every day, so that the test does not depend on the weekday it runs on.
		const hours = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => WEEK.slice(0, 2).map((range) => ({ ...range, weekday })));
		shop = await makeShop(org, { slug: locationSlug, hours });
		params = { orgSlug: `org-${org.id.slice(-12)}`, locationSlug };
		ip += 1;
	});

	const context = () => ({ requestId: newId(), nonce: "", ip: `10.0.0.${ip}` });
	const get = (path: string, more: Record<string, string> = {}) =>
		({
			request: new Request(`http://localhost:3000${path}`),
			params: { ...params, ...more },
			context: context(),
		}) as never;
	const post = (path: string, fields: Record<string, string>, more: Record<string, string> = {}) =>
		({
			request: new Request(`http://localhost:3000${path}`, { method: "POST", body: new URLSearchParams(fields) }),
			params: { ...params, ...more },
			context: context(),
		}) as never;
	const slotsFor = async (query = "") => {
		const page = await showBooking(get(`/book?service=${shop.serviceId}${query}`));
		return page.days.flatMap((day) => day.slots.map((slot) => slot.startsAt.toISOString()));
	};
	const fieldsFor = (slot: string, more: Record<string, string> = {}) => ({
		service: shop.serviceId,
		slot,
		name: "Ann Miller",
		email: `ann-${newId()}@example.test`,
		phone: "",
		tz: "",
		...more,
	});
	const tokenOf = (response: unknown) => (response as Response).headers.get("Location")!.split("/")[2]!.split("?")[0]!;
	const statusOf = async (work: Promise<unknown>) =>
		work.then(
			() => 200,
			(thrown) => (thrown as Response).status,
		);

	test("LEAD-7 a visitor books, sees the appointment by its link, and gets its calendar file", async () => {
		const [slot] = await slotsFor();
		const done = (await book(post("/book", fieldsFor(slot!, { phone: "(510) 555-0142" })))) as Response;
		expect(done.status).toBe(303);
		const token = tokenOf(done);
		const page = await showAppointment(get(`/appointment/${token}`, { token }));
		expect(page.appointment).toMatchObject({ title: "Window tint", state: "booked", origin: "page" });
		expect(page.appointment.startsAt.toISOString()).toBe(slot);
		const file = await showFile(get(`/appointment/${token}/calendar.ics`, { token }));
		expect(file.headers.get("Content-Type")).toContain("text/calendar");
		const event = new ICAL.Event(new ICAL.Component(ICAL.parse(await file.text())).getFirstSubcomponent("vevent")!);
		expect(event.startDate.toJSDate().toISOString()).toBe(slot);
		const contact = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("contacts").selectAll().where("id", "=", page.appointment.contactId!).executeTakeFirstOrThrow(),
		);
		expect(contact).toMatchObject({ first_name: "Ann", last_name: "Miller", phone: "+15105550142" });
	});

	test("LEAD-7 before work over a night is booked the page says when it is ready; the file says where to come", async () => {
		const change = { name: "Roof wrap", duration_minutes: 960 };
		await as(org, "owner", async ({ db }) => {
			await db.updateTable("services").set(change).where("id", "=", shop.serviceId).execute();
			await db
				.updateTable("locations")
				.set({ name: "Main Tint", address: "12 Main Street" })
				.where("id", "=", shop.locationId)
				.execute();
		});
		const [slot] = await slotsFor();
		const page = await showBooking(get(`/book?service=${shop.serviceId}&slot=${slot}`));
		expect(page.endsAt!.getTime() - Date.parse(slot!)).toBeGreaterThan(960 * 60_000);
		const token = tokenOf(await book(post("/book", fieldsFor(slot!))));
		const { appointment } = await showAppointment(get(`/appointment/${token}`, { token }));
		expect(appointment.endsAt).toEqual(page.endsAt);
		const file = await (await showFile(get(`/appointment/${token}/calendar.ics`, { token }))).text();
		expect(file).toContain("LOCATION:Main Tint\\, 12 Main Street");
	});

	test("LEAD-7 two people, the last slot: the second keeps what they typed and is offered other times", async () => {
		const [slot] = await slotsFor();
		const answers = await Promise.all([
			book(post("/book", fieldsFor(slot!, { name: "Ann Miller" }))),
			book(post("/book", fieldsFor(slot!, { name: "Bo Chen" }))),
		]);
		const late = answers.find((answer) => !(answer instanceof Response)) as unknown as Reply;
		expect(answers.filter((answer) => answer instanceof Response)).toHaveLength(1);
		expect(late.init.status).toBe(409);
		expect(late.data.result.initialValue).toMatchObject({ slot, name: expect.stringMatching(/Ann Miller|Bo Chen/) });
		expect(late.data.result.error?.[""]?.[0]).toMatch(/^Sorry/);
		expect(late.data.detail?.alternatives?.length).toBeGreaterThanOrEqual(3);
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("LEAD-7 a double click makes one appointment", async () => {
		const [slot] = await slotsFor();
		const fields = fieldsFor(slot!);
		const both = await Promise.all([book(post("/book", fields)), book(post("/book", fields))]);
		expect(both.map((answer) => (answer as Response).status)).toEqual([303, 303]);
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("LEAD-7 what is missing or wrong is said at its field, with what was typed", async () => {
		const [slot] = await slotsFor();
		const missing = (await book(post("/book", { ...fieldsFor(slot!), name: " ", email: "" }))) as unknown as Reply;
		expect(missing.init.status).toBe(422);
		expect(Object.keys(missing.data.result.error ?? {})).toContain("name");
		const wrong = (await book(post("/book", fieldsFor(slot!, { phone: "12" })))) as unknown as Reply;
		expect(wrong.init.status).toBe(422);
		expect(wrong.data.result.error?.phone?.[0]).toMatch(/country/);
		expect(wrong.data.result.initialValue?.name).toBe("Ann Miller");
	});

	test("LEAD-7 a visitor in another zone sees the same instants on their own days", async () => {
		const here = await slotsFor();
		const there = await showBooking(get(`/book?service=${shop.serviceId}&tz=Asia/Kolkata`));
		expect(there.zone).toBe("Asia/Kolkata");
		const instants = there.days.flatMap((day) => day.slots.map((slot) => slot.startsAt.toISOString()));
		expect(instants.slice(0, 5)).toEqual(here.slice(0, 5));
		// 9 am in Los Angeles is late in the evening in Kolkata.
		const evening = there.days.flatMap((day) => day.slots.map((slot) => [day.date, slot.startsAt] as const));
		for (const [date, at] of evening) {
			expect(new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Kolkata" }).format(at)).toBe(date);
		}
		expect((await showBooking(get(`/book?service=${shop.serviceId}&tz=Nowhere/Land`))).zone).toBe(
			"America/Los_Angeles",
		);
	});

	test("LEAD-7 by the link it moves twice to SEQUENCE 2 and is cancelled; looking changes nothing", async () => {
		const slots = await slotsFor();
		const token = tokenOf(await book(post("/book", fieldsFor(slots[0]!))));
		const other = await showMove(get(`/appointment/${token}/move`, { token }));
		const offered = other.days.flatMap((day) => day.slots.map((slot) => slot.startsAt.toISOString()));
		expect(offered).not.toContain(slots[0]);
		for (const slot of [offered[3]!, offered[4]!]) {
			expect(((await move(post("/move", { slot }, { token }))) as Response).status).toBe(303);
		}
		const file = await showFile(get(`/appointment/${token}/calendar.ics`, { token }));
		expect(await file.text()).toMatch(/^SEQUENCE:2\r?$/m);
		expect(((await cancel(post("/cancel", {}, { token }))) as Response).status).toBe(303);
		expect(((await cancel(post("/cancel", {}, { token }))) as Response).status).toBe(303);
		expect((await showAppointment(get(`/appointment/${token}`, { token }))).appointment).toMatchObject({
			state: "cancelled",
			sequence: 3,
		});
		expect(await slotsFor()).toContain(slots[0]);
	});

	test("LEAD-7 an expired or revoked link is 410, one that never was 404, and neither changes anything", async () => {
		const [slot] = await slotsFor();
		const token = tokenOf(await book(post("/book", fieldsFor(slot!))));
		const id = (await appointmentsAt(org, shop.locationId))[0]!.id;
		const set = (change: { expires_at?: Date; revoked_at?: Date | null }) =>
			as(org, "owner", (ctx) => ctx.db.updateTable("public_links").set(change).where("subject_id", "=", id).execute());
		await set({ revoked_at: new Date() });
		expect(await statusOf(showAppointment(get("/a", { token })) as Promise<unknown>)).toBe(410);
		await set({ revoked_at: null, expires_at: new Date(Date.now() - 1_000) });
		expect(await statusOf(showFile(get("/a", { token })))).toBe(410);
		const refused = (await cancel(post("/cancel", {}, { token }))) as unknown as Reply;
		expect(refused.init.status).toBe(410);
		expect((await appointmentsAt(org, shop.locationId))[0]!.state).toBe("booked");
		expect(await statusOf(showAppointment(get("/a", { token: "x".repeat(43) })) as Promise<unknown>)).toBe(404);
	});

	test("TENANT another organisation's location and service are no more there than any other", async () => {
		const other = await makeOrg("Another firm");
		const theirs = await makeShop(other, { slug: `theirs-${newId().slice(-12)}` });
		const slug = await as(other, "viewer", (ctx) =>
			ctx.db.selectFrom("locations").select("slug").where("id", "=", theirs.locationId).executeTakeFirstOrThrow(),
		);
		expect(await as(org, "viewer", (ctx) => findPlaceBySlug(ctx, slug.slug))).toBeUndefined();
		expect(await statusOf(showBooking(get("/book", { locationSlug: slug.slug })) as Promise<unknown>)).toBe(404);
		expect(await statusOf(showOrg(get("/book", { orgSlug: "nobody" })) as Promise<unknown>)).toBe(404);
		const [slot] = await slotsFor();
		const fields = { ...fieldsFor(slot!), service: theirs.serviceId };
		expect(await statusOf(book(post("/book", fields)) as Promise<unknown>)).toBe(404);
		expect(await appointmentsAt(other, theirs.locationId)).toEqual([]);
	});

	test("LEAD-7 who only knows an address and a time gets no link to somebody's appointment", async () => {
		const [slot] = await slotsFor();
		const fields = fieldsFor(slot!);
		await book(post("/book", fields));
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("appointments")
				.set({ created_at: new Date(Date.now() - 3_600_000) })
				.where("location_id", "=", shop.locationId)
				.execute(),
		);
		const answer = (await book(post("/book", fields))) as unknown as Reply;
		expect(answer.init.status).toBe(409);
	});
});
