import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { type EventLine, listEvents, listSecurityEvents } from "#app/domain/events/event-queries.ts";
import { csvCell, csvLine } from "#app/domain/events/event-texts.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { inOrg } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

describe("the audit log", () => {
	let org: TestOrg;
	let other: TestOrg;
	const lead = newId();
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		for (let minute = 0; minute < 120; minute++) {
			const at = new Date(Date.UTC(2026, 9, 1, 0, minute));
			const role = minute % 2 ? "user" : "manager";
			await as(
				org,
				role,
				(ctx) =>
					ctx.record({
						name: minute % 3 ? "lead.changed" : "contact.changed",
						subject: { type: minute % 3 ? "lead" : "contact", id: minute % 3 ? lead : newId() },
						changes: { title: ["Old", "New"] },
					}),
				at,
			);
		}
	});

	test("AUDIT-2 pages by key, newest first, each event once", async () => {
		const seen: EventLine[] = [];
		let after: string | undefined;
		do {
			const { data, next } = await as(org, "admin", (ctx) => listEvents(ctx, after ? { after } : {}));
			seen.push(...data);
			after = next ?? undefined;
		} while (after);
		expect(seen).toHaveLength(120);
		expect(new Set(seen.map((event) => event.id)).size).toBe(120);
		const instants = seen.map((event) => event.at.getTime());
		expect(instants).toEqual(instants.toSorted((left, right) => right - left));
	});

	test("AUDIT-2 filters by who, what, about what and when", async () => {
		const count = async (search: string) => {
			const filters = readAuditFilters(new URLSearchParams(search));
			return (await as(org, "admin", (ctx) => listEvents(ctx, filters, 500))).data.length;
		};
		expect(await count(`actor=${org.members.user.id}`)).toBe(60);
		expect(await count("actor=kind:member")).toBe(120);
		expect(await count("actor=kind:system")).toBe(0);
		expect(await count("name=contact.changed")).toBe(40);
		expect(await count("subject=lead")).toBe(80);
		expect(await count(`subject=lead:${lead}`)).toBe(80);
		expect(await count(`subject=lead:${newId()}`)).toBe(0);
		expect(await count("from=2026-10-01&to=2026-10-01")).toBe(120);
		expect(await count("from=2026-10-02")).toBe(0);
		expect(await count("to=2026-09-30")).toBe(0);
	});

	test("AUDIT-2 a day begins and ends where the reader is", async () => {
		const count = async (search: string, zone: string) => {
			const filters = readAuditFilters(new URLSearchParams(search));
			return (await as(org, "admin", (ctx) => listEvents(ctx, filters, 500, zone))).data.length;
		};
		// From midnight to two in the morning UTC, which is the evening before in Chicago.
		expect(await count("from=2026-10-01&to=2026-10-01", "UTC")).toBe(120);
		expect(await count("from=2026-10-01&to=2026-10-01", "America/Chicago")).toBe(0);
		expect(await count("from=2026-09-30&to=2026-09-30", "America/Chicago")).toBe(120);
	});

	test("AUDIT-2 what cannot be read in the URL counts as absent, and finds nobody else's", async () => {
		for (const search of ["after=junk", "after=2026_x", "from=yesterday", "actor=", "subject="]) {
			const filters = readAuditFilters(new URLSearchParams(search));
			expect((await as(org, "admin", (ctx) => listEvents(ctx, filters, 500))).data).toHaveLength(120);
		}
		for (const search of ["actor=x' or 1=1", "subject=lead:zzz"]) {
			const filters = readAuditFilters(new URLSearchParams(search));
			expect((await as(org, "admin", (ctx) => listEvents(ctx, filters, 500))).data).toEqual([]);
		}
		expect((await as(other, "owner", (ctx) => listEvents(ctx, {}))).data).toEqual([]);
		const foreign = { subject: `lead:${lead}` };
		expect((await as(other, "owner", (ctx) => listEvents(ctx, foreign))).data).toEqual([]);
	});

	test("AUDIT-1 is for administrators", async () => {
		for (const role of ["viewer", "user", "manager"] as const) {
			await expect(as(org, role, (ctx) => listEvents(ctx, {}))).rejects.toMatchObject({ status: 403 });
			await expect(as(org, role, (ctx) => listSecurityEvents(ctx, {}))).rejects.toMatchObject({ status: 403 });
		}
	});

	test("AUDIT-1 says who, what, before and after, when, from where", async () => {
		const actor = { kind: "member", id: org.members.user.id, name: "The user", role: "user", userId: newId() } as const;
		const requestId = newId();
		await inOrg({ org: org.id, actor, requestId, ip: "2001:db8::1", userAgent: "Browser" }, (ctx) =>
			ctx.record({ name: "thing.done", subject: { type: "thing", id: newId() }, changes: { state: [null, "won"] } }),
		);
		const { data } = await as(org, "admin", (ctx) => listEvents(ctx, { name: "thing.done" }));
		expect(data).toMatchObject([
			{
				actor: { name: "The user" },
				ip: "2001:db8::1",
				userAgent: "Browser",
				requestId,
				changes: { state: [null, "won"] },
			},
		]);
	});

	test("AUDIT-2 is append-only for the application's own role", async () => {
		const attempts = [
			as(org, "owner", (ctx) => ctx.db.deleteFrom("events").execute()),
			as(org, "owner", (ctx) => ctx.db.updateTable("events").set({ name: "nothing.happened" }).execute()),
			as(org, "owner", (ctx) => ctx.db.updateTable("events").set({ ip: null }).execute()),
			as(org, "owner", (ctx) => ctx.db.deleteFrom("security_events").execute()),
		];
		for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: "42501" });
	});

	test("AUDIT-1 sign-ins and refusals are shown to their own organisation only, and page by key", async () => {
		const origin = { ip: "203.0.113.9", userAgent: "Browser", requestId: newId() };
		for (let index = 0; index < 60; index++) {
			await recordSecurityEvent({ name: "sign-in.refused", orgId: org.id, email: "a@firm.test", origin });
		}
		const first = await as(org, "admin", (ctx) => listSecurityEvents(ctx, {}));
		const second = await as(org, "admin", (ctx) => listSecurityEvents(ctx, { after: first.next ?? undefined }));
		expect(new Set([...first.data, ...second.data].map((line) => line.id)).size).toBe(60);
		expect((await as(other, "admin", (ctx) => listSecurityEvents(ctx, {}))).data).toEqual([]);
	});
});

describe("an exported line", () => {
	test("AUDIT-2 gives a spreadsheet no formula to run", () => {
		for (const start of ["=", "+", "-", "@", "\t", "\r"]) expect(csvCell(`${start}cmd`)).toMatch(/^"?'/);
		expect(csvCell('=HYPERLINK("http://evil")')).toBe('"\'=HYPERLINK(""http://evil"")"');
		expect(csvCell("a=b")).toBe("a=b");
		expect(csvCell(null)).toBe("");
	});

	test("AUDIT-2 keeps commas, quotes and lines inside their cell", () => {
		expect(csvCell('a, "b"\nc')).toBe('"a, ""b""\nc"');
		const event: EventLine = {
			id: newId(),
			at: new Date("2026-10-01T00:00:00Z"),
			name: "lead.changed",
			actor: { kind: "member", id: null, name: "=Ann, Lee" },
			subject: { type: "lead", id: "1" },
			parent: null,
			changes: {},
			data: {},
			ip: null,
			userAgent: null,
			requestId: "r",
		};
		expect(csvLine(event, "=Ann, Lee changed a lead.")).toBe(
			`2026-10-01T00:00:00.000Z,lead.changed,member,"'=Ann, Lee",lead,1,{},{},,,r,"'=Ann, Lee changed a lead."`,
		);
	});
});
