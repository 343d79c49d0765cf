import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linkTo } from "#app/domain/scheduling/appointment-page/appointment-links.ts";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { loader as publicPage } from "#app/routes/scheduling/booking/appointment.tsx";
import { loader as file } from "#app/routes/scheduling/booking/appointment-file.ts";
import { action as publicMove, loader as publicMoves } from "#app/routes/scheduling/booking/move-appointment.tsx";
import { loader as appointmentPage } from "#app/routes/scheduling/calendar/calendar-appointment.tsx";
import { action as book, loader as steps } from "#app/routes/scheduling/calendar/calendar-new.tsx";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { makeContact, makeShop } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { argsFor, cookieOf } from "./signed-in.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "09:00", closes: "17:00" }));

describe("booking with a member, page by page", () => {
	let org: TestOrg;
	let memberId: string;
	let cookie: string;
	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
		memberId = await giveHours(org, "manager", { hours: EVERY_DAY, zone: "Europe/Berlin" });
		cookie = await cookieOf(org, "user");
	});

	const see = (query: string) => steps(argsFor({ cookie, path: `/calendar/new?${query}` }));
	const chosen = (more: object = {}) => ({ member: memberId, minutes: "30", title: "Site visit", ...more });
	const slots = async () =>
		(await see(`${new URLSearchParams(chosen())}`)).days.flatMap((day) =>
			day.slots.map(({ startsAt }) => startsAt.toISOString()),
		);
	const post = (fields: Record<string, string>) => book(argsFor({ cookie, path: "/calendar/new", fields }));

	test("SCHED-1 the first choice names locations and people; each leads on by its address alone", async () => {
		const shop = await makeShop(org);
		await giveHours(org, "admin", { bookable: false });
		const first = await see("");
		expect(first.places.map(({ id }) => id)).toEqual([shop.locationId]);
		expect(first.members).toMatchObject([{ id: memberId, name: "The manager" }]);
		const person = await see(`with=member+${memberId}`);
		expect(person).toMatchObject({
			place: { kind: "member", name: "The manager" },
			work: null,
			keep: { member: memberId },
		});
		const place = await see(`with=location+${shop.locationId}`);
		expect(place).toMatchObject({ place: { kind: "location" }, services: [{ id: shop.serviceId }] });
		const timed = await see(`${new URLSearchParams(chosen())}`);
		expect(timed).toMatchObject({
			work: { name: "Site visit", durationMinutes: 30 },
			place: { zone: "Europe/Berlin" },
		});
		expect(timed.days).toHaveLength(5);
	});

	test("SCHED-1 a colleague books with a member, and the customer sees, moves and files it by their link", async () => {
		const [slot] = await slots();
		const done = (await post({ ...chosen(), slot: slot!, name: "Ann Miller", email: "ann@example.test" })) as Response;
		expect(done.status).toBe(303);
		const id = done.headers.get("Location")!.split("/")[2]!;
		const seen = await appointmentPage(argsFor({ cookie, path: `/calendar/${id}`, params: { id } }));
		expect(seen).toMatchObject({
			appointment: { memberId, title: "Site visit", origin: "member", timeZone: "Europe/Berlin" },
			party: { host: { kind: "member", name: "The manager" }, contact: { name: "Ann Miller" } },
		});
		const url = await as(org, "user", async (ctx) => linkTo(ctx, await getAppointment(ctx, id)));
		const token = url.split("/").at(-1)!;
		const link = (more: object = {}) =>
			argsFor({ cookie: "", path: `/appointment/${token}`, params: { token }, ...more });
		const page = await publicPage(link());
		expect(page).toMatchObject({ appointment: { memberName: "The manager" }, place: undefined, changeable: true });
		expect(await ((await file(link())) as Response).text()).toContain("Site visit with The manager");
		const times = (await publicMoves(link())).days.flatMap((day) => day.slots);
		const moved = (await publicMove(link({ fields: { slot: times[3]!.startsAt.toISOString() } }))) as Response;
		expect(moved.status).toBe(303);
		expect((await publicPage(link())).appointment.startsAt).toEqual(times[3]!.startsAt);
	});

	test("SCHED-1 what was typed stays when an address is missing, the time is gone, or the person takes none", async () => {
		const [slot] = await slots();
		const fields = { ...chosen(), slot: slot!, name: "Ann Miller", phone: "" };
		const missing = (await post(fields)) as unknown as { data: { result: Record<string, Record<string, unknown>> } };
		expect(missing.data.result.error).toMatchObject({ email: ["Write an email address or a phone number"] });
		expect(missing.data.result.initialValue).toMatchObject({ name: "Ann Miller", slot });
		await post({ ...fields, email: "first@example.test" });
		const late = (await post({ ...fields, email: "late@example.test" })) as unknown as {
			data: { result: Record<string, Record<string, unknown>>; detail: { alternatives: unknown[] } };
			init: { status: number };
		};
		expect(late.init.status).toBe(409);
		expect(late.data.detail.alternatives.length).toBeGreaterThanOrEqual(3);
		expect(late.data.result.initialValue).toMatchObject({ email: "late@example.test", name: "Ann Miller" });
		await giveHours(org, "manager", { bookable: false });
		const away = (await post({ ...fields, email: "late@example.test" })) as unknown as typeof late;
		expect(away.init.status).toBe(422);
		expect(JSON.stringify(away.data.result.error)).toContain("takes no appointments at present");
	});

	test("SCHED-1 a time of one's own may lie outside the hours, and what is half said is refused at its field", async () => {
		const ownTime = `${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}T21:00`;
		const contactId = await makeContact(org);
		expect(await post({ ...chosen(), ownTime, contactId })).toMatchObject({ status: 303 });
		const errorsOf = async (fields: Record<string, string>) =>
			Object.keys(((await post(fields)) as unknown as { data: { result: { error: object } } }).data.result.error);
		expect(await errorsOf({ ...chosen({ minutes: "" }), ownTime, contactId })).toEqual(["minutes"]);
		expect(await errorsOf({ ownTime, contactId })).toEqual(["service"]);
		expect(await errorsOf({ ...chosen(), contactId })).toEqual(["ownTime"]);
	});

	test("ID-2 a viewer books nobody, and another organisation's member is absent", async () => {
		cookie = await cookieOf(org, "viewer");
		await expect(see(`member=${memberId}`)).rejects.toMatchObject({ status: 403 });
		const stranger = await makeOrg("Another firm");
		cookie = await cookieOf(stranger, "owner");
		await expect(see(`member=${memberId}&minutes=30`)).rejects.toMatchObject({ status: 404 });
		expect((await see("")).members).toEqual([]);
	});
});
