import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { HoursForm } from "#app/domain/scheduling/hours/hours-form.ts";
import { getMemberHours } from "#app/domain/scheduling/hours/member-hours-queries.ts";
import { saveMemberHours } from "#app/domain/scheduling/hours/save-member-hours.ts";
import { action as saveOther, loader as seeOther } from "#app/routes/scheduling/hours/member-hours.tsx";
import { action as saveOwn, loader as seeOwn } from "#app/routes/scheduling/hours/own-hours.tsx";
import type { Role } from "#db/context.ts";
import { eventsOf } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { argsFor, cookieOf } from "./signed-in.ts";

const typed = {
	timeZone: "Europe/Berlin",
	bookable: "on",
	hours1: "9:00-12:00, 13:00-17:30",
	hours3: "10:00-11:00",
	exceptions: "2026-12-25 closed Christmas Day\n2026-12-28 9:00-12:00",
	bufferBefore: "5",
	bufferAfter: "10",
	step: "15",
	notice: "120",
	horizon: "30",
};

type Refused = { data: { result: { initialValue: Record<string, string>; error: Record<string, string[]> } } };

describe("the pages of a member's hours", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
	});

	const own = async (role: Role, fields?: Record<string, string>) => {
		const args = argsFor({ cookie: await cookieOf(org, role), path: "/settings/hours", ...(fields ? { fields } : {}) });
		return fields ? saveOwn(args) : seeOwn(args);
	};
	const other = async (role: Role, id: string, fields?: Record<string, string>) => {
		const path = `/settings/members/${id}/hours`;
		const args = argsFor({ cookie: await cookieOf(org, role), path, params: { id }, ...(fields ? { fields } : {}) });
		return fields ? saveOther(args) : seeOther(args);
	};
	const hoursOf = (id: string) => as(org, "owner", (ctx) => getMemberHours(ctx, id));
	const read = (fields: Record<string, string>) => HoursForm.parse(fields);

	test("SCHED-1 a member writes their own hours with lunch, days off and buffers, and reads them back", async () => {
		expect(await own("user")).toMatchObject({ version: null, fields: { hours1: "09:00-12:00, 13:00-17:00" } });
		const saved = (await own("user", typed)) as Response;
		expect([saved.status, saved.headers.get("Location")]).toEqual([303, "/settings/hours"]);
		expect(await own("user")).toMatchObject({
			version: 1,
			fields: {
				timeZone: "Europe/Berlin",
				bookable: "on",
				hours1: "09:00-12:00, 13:00-17:30",
				hours2: "",
				exceptions: "2026-12-25 closed Christmas Day\n2026-12-28 09:00-12:00",
				bufferBefore: "5",
				bufferAfter: "10",
				step: "15",
				notice: "120",
				horizon: "30",
			},
		});
		expect(await eventsOf(org, org.members.user.id)).toEqual(["member.hours-changed"]);
	});

	test("SCHED-1 what cannot be hours comes back as it was typed, with the error at its field", async () => {
		const { data } = (await own("user", { ...typed, hours2: "9-5", step: "0" })) as unknown as Refused;
		expect(Object.keys(data.result.error).sort()).toEqual(["hours2", "step"]);
		expect(data.result.initialValue).toMatchObject({ hours2: "9-5", hours1: typed.hours1, step: "0" });
		expect(await hoursOf(org.members.user.id)).toMatchObject({ version: null });
	});

	test("SCHED-1 who unticks taking appointments is no longer offered", async () => {
		const { bookable: _, ...without } = typed;
		await own("user", without);
		expect(await hoursOf(org.members.user.id)).toMatchObject({ fields: { bookable: "" } });
	});

	test("SCHED-1 two who save at once: the second is told, and nothing is lost silently", async () => {
		await own("user", typed);
		await own("user", { ...typed, version: "1", horizon: "31" });
		const late = (await own("user", { ...typed, version: "1", horizon: "99" })) as unknown as Refused;
		expect(JSON.stringify(late.data.result.error)).toContain("saved elsewhere meanwhile");
		expect(late.data.result.initialValue).toMatchObject({ horizon: "99" });
		expect(await hoursOf(org.members.user.id)).toMatchObject({ version: 2, fields: { horizon: "31" } });
		const first = (memberId: string) => as(org, "manager", (ctx) => saveMemberHours(ctx, { ...read(typed), memberId }));
		const both = await Promise.allSettled([first(org.members.admin.id), first(org.members.admin.id)]);
		expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
	});

	test("ID-2 a manager writes others' hours, a user and a viewer do not, and a viewer has none of their own", async () => {
		const { id } = org.members.user;
		expect(await other("manager", id, typed)).toMatchObject({ status: 303 });
		const refused = { status: 403 };
		await expect(other("user", org.members.manager.id)).rejects.toMatchObject(refused);
		await expect(other("user", org.members.manager.id, typed)).rejects.toMatchObject(refused);
		expect(await other("user", id)).toMatchObject({ version: 1 });
		await expect(own("viewer")).rejects.toMatchObject(refused);
		await expect(own("viewer", typed)).rejects.toMatchObject(refused);
		expect(await hoursOf(org.members.manager.id)).toMatchObject({ version: null });
	});

	test("TENANT another organisation's member is absent, and their hours stay as they were", async () => {
		const stranger = await makeOrg("Another firm");
		const theirs = stranger.members.user.id;
		await as(stranger, "user", (ctx) => saveMemberHours(ctx, { ...read(typed), memberId: theirs }));
		await expect(other("owner", theirs)).rejects.toMatchObject({ status: 404 });
		await expect(other("owner", newId())).rejects.toMatchObject({ status: 404 });
		const write = as(org, "owner", (ctx) => saveMemberHours(ctx, { ...read(typed), memberId: theirs, horizon: 1 }));
		await expect(write).rejects.toMatchObject({ status: 404 });
		const still = await as(stranger, "owner", (ctx) => getMemberHours(ctx, theirs));
		expect(still).toMatchObject({ version: 1, fields: { horizon: "30" } });
	});
});
