import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getFigures } from "#app/domain/leads/figures/figure-queries.ts";
import { figureRange } from "#app/domain/leads/figures/figure-range.ts";
import { figuresCsv } from "#app/domain/leads/figures/figures-csv.ts";
import { listBoardColumns } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_COLUMNS } from "#app/domain/leads/lists/lead-columns.ts";
import { getLeadPage } from "#app/domain/leads/lists/lead-page-queries.ts";
import { getLead } from "#app/domain/leads/lists/lead-queries.ts";
import { matches } from "#app/domain/leads/lists/lead-rows.ts";
import { listLeadPage } from "#app/domain/leads/lists/lead-table-queries.ts";
import { LeadFilter } from "#app/domain/leads/schema.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { leadOf, makeLead, makeLocation } from "#tests/support/leads.ts";

describe("the board of leads", () => {
	let org: TestOrg;
	let other: TestOrg;
	let north: string;
	let south: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		north = await makeLocation(org, { name: "Northside" });
		south = await makeLocation(org, { name: "=Southside" });
	});

	test("LEAD-8 a page of 50 is the newest first, and the next page goes on where it ended, both ways", async () => {
		const made: string[] = [];
		for (let at = 0; at < 60; at++) made.push((await makeLead(org, { locationId: north, firstName: `N${at}` })).leadId);
		const read = async (key: { before?: string; after?: string }) =>
			(await as(org, "viewer", (ctx) => listLeadPage(ctx, { filter: { locationId: north }, shown: LEAD_COLUMNS, key })))
				.list;
		const first = await read({});
		expect(first.rows.map(([id]) => id)).toEqual(made.toReversed().slice(0, 50));
		expect(first).toMatchObject({ newer: null, count: { value: 60, over: false } });
		const second = await read({ before: first.older! });
		expect(second.rows).toHaveLength(10);
		expect(second.older).toBeNull();
		const back = await read({ after: second.newer! });
		expect(back.rows).toEqual(first.rows);
		expect(back.newer).toBeNull();
	});

	test("LEAD-8 filters by state, owner and source, and searches the beginnings of name, address and number", async () => {
		const { leadId, contactId } = await makeLead(org, {
			locationId: south,
			firstName: "Zoë",
			email: "zoe.q@example.test",
			phone: "+14155550142",
		});
		const findIn = (firm: TestOrg, filter: LeadFilter) =>
			as(firm, "viewer", async (ctx) => (await listLeadPage(ctx, { filter, shown: [] })).list.rows.map(([id]) => id));
		const find = (filter: LeadFilter) => findIn(org, filter);
		for (const q of ["zo", "ZOË D", "zoe.q@", "+1 (415) 555-01", "4155550142"])
			expect(await find({ q })).toEqual([leadId]);
		for (const q of ["oë", "zoë x", "%", "_", "%@"]) expect(await find({ q })).toEqual([]);
		expect(await find({ locationId: south, state: "new", ownerId: "none", source: "member" })).toEqual([leadId]);
		expect(await find({ locationId: south, state: "won" })).toEqual([]);
		expect(await findIn(other, { q: "zo" })).toEqual([]);
		expect(contactId).toBeTruthy();
		expect(LeadFilter.parse({ state: "gone", ownerId: "x'y" })).toMatchObject({ state: undefined, ownerId: undefined });
	});

	test("LEAD-8 the board has a column for each state with its newest leads", async () => {
		const won = await makeLead(org, { locationId: south, state: "won" });
		const columns = await as(org, "viewer", (ctx) => listBoardColumns(ctx, { locationId: south }));
		expect(columns.map((column) => column.state)).toEqual(["new", "contacted", "engaged", "booked", "won", "lost"]);
		expect(columns[4]!.rows.map(([id]) => id)).toEqual([won.leadId]);
	});

	test("LEAD-8 a lead is moved by hand where that makes sense, and only by those who may", async () => {
		const { leadId } = await makeLead(org, { locationId: south, state: "engaged" });
		const move = (state: "booked" | "lost" | "new") =>
			as(org, "user", (ctx) => updateLead(ctx, { id: leadId, state, lostReason: "Too dear" }));
		await expect(move("booked")).rejects.toMatchObject({
			status: 422,
			message: expect.stringContaining("Book an appointment"),
		});
		await expect(move("new")).rejects.toMatchObject({ status: 422 });
		await expect(as(org, "viewer", (ctx) => updateLead(ctx, { id: leadId, state: "lost" }))).rejects.toMatchObject({
			status: 403,
		});
		await expect(as(other, "owner", (ctx) => updateLead(ctx, { id: leadId, state: "lost" }))).rejects.toMatchObject({
			status: 404,
		});
		await move("lost");
		expect(await leadOf(org, leadId)).toMatchObject({ state: "lost", lost_reason: "Too dear", version: 2 });
	});

	test("CRM-1 two people editing: the second is told and shown what it is now, nothing is overwritten", async () => {
		const { leadId } = await makeLead(org, { locationId: south });
		await as(org, "user", (ctx) => updateLead(ctx, { id: leadId, version: 1, title: "Theirs" }));
		const second = as(org, "manager", (ctx) =>
			updateLead(ctx, { id: leadId, version: 1, title: "Mine", valueCents: 5 }),
		);
		await expect(second).rejects.toMatchObject({ status: 409, data: { current: { title: "Theirs", version: 2 } } });
		expect(await leadOf(org, leadId)).toMatchObject({ title: "Theirs", value_cents: null });
		const stranger = other.members.user.id;
		const hand = as(org, "user", (ctx) => updateLead(ctx, { id: leadId, ownerId: stranger }));
		await expect(hand).rejects.toMatchObject({ status: 422 });
	});

	test("LEAD-8 another organisation's lead has no page", async () => {
		const { leadId } = await makeLead(org, { locationId: south });
		for (const id of [leadId, newId(), "not-an-id"]) {
			await expect(as(other, "owner", (ctx) => getLeadPage(ctx, id))).rejects.toMatchObject({
				status: 404,
				message: "There is no such lead here.",
			});
			await expect(as(other, "owner", (ctx) => getLead(ctx, id))).rejects.toMatchObject({ status: 404 });
		}
		const own = await as(org, "viewer", (ctx) => getLeadPage(ctx, leadId));
		expect(own).toMatchObject({
			zone: "America/Los_Angeles",
			lead: { id: leadId, touches: [] },
			timeline: { events: [] },
		});
	});

	test("LEAD-8 first response, replies and bookings are counted by location, and a CSV holds no formula", async () => {
		const mine = await makeOrg("Counted firm");
		const places = [await makeLocation(mine, { name: "North" }), await makeLocation(mine, { name: "=South" })];
		const arrived = new Date("2026-11-10T12:00:00Z");
		for (const [at, minutes] of [1, 3, 5, 100].entries()) {
			const { leadId } = await makeLead(mine, { locationId: places[at % 2]!, at: arrived });
			await as(mine, "owner", (ctx) =>
				ctx.db
					.updateTable("leads")
					.set({
						first_contacted_at: new Date(arrived.getTime() + minutes * 60_000),
						first_replied_at: at === 0 ? new Date(arrived.getTime() + 3_600_000) : null,
					})
					.where("id", "=", leadId)
					.execute(),
			);
		}
		const range = figureRange({ from: "2026-11-10", to: "2026-11-10" }, "UTC", new Date());
		const figures = await as(mine, "viewer", (ctx) => getFigures(ctx, range));
		expect(figures.total).toMatchObject({ count: 4, replied: 1, booked: 0, medianMs: 4 * 60_000 });
		expect(figures.locations.map(({ label, count, replied }) => [label, count, replied])).toEqual([
			["=South", 2, 0],
			["North", 2, 1],
		]);
		expect(figuresCsv(figures)).toContain("Location,'=South,2,0,0,");
		expect((await as(other, "viewer", (ctx) => getFigures(ctx, range))).total.count).toBe(0);
	});

	test("LEAD-8 lists of a large organisation are read by index, as the application role under its policies", async () => {
		const large = await makeOrg("Large firm");
		const place = await makeLocation(large);
		const owner = large.members.owner.id;
		const first = "00000000-0000-0000-0000-000000000000";
		const contact = (await makeLead(large, { locationId: place })).contactId;
		await house().database.owner.query(
			`insert into leads (org_id, id, contact_id, location_id, state, source, owner_id)
			select $1, uuidv7(), $2, $3, (array['new','contacted','engaged','booked','won','lost'])[1 + n % 6], 'shop',
				case when n % 9 = 0 then $4::uuid end from generate_series(1, 20000) n`,
			[large.id, contact, place, owner],
		);
		await house().database.owner.query("analyze leads");
		for (const filter of [
			{},
			{ state: "won" },
			{ locationId: place },
			{ ownerId: owner },
			{ ownerId: "none" },
			{ source: "shop" },
			{ q: "ana" },
		] as LeadFilter[]) {
			const plan = await as(large, "viewer", async (ctx) => {
				const { rows } = await sql<{ "QUERY PLAN": string }>`explain select * from leads l
					where ${matches(ctx, filter)} order by l.id desc limit 51`.execute(ctx.db);
				return rows.map((row) => row["QUERY PLAN"]).join("\n");
			});
			expect(plan).toMatch(/Index/);
			expect(plan).not.toMatch(/Seq Scan/);
			if (!filter.q) expect(plan).not.toMatch(/Sort/);
			// An act on all that match walks the same indexes the other way.
			const walk = await as(large, "viewer", async (ctx) => {
				const { rows } = await sql<{ "QUERY PLAN": string }>`explain select l.id from leads l
					where ${matches(ctx, filter, 100_000)} and l.id > ${first}::uuid order by l.id limit 25`.execute(ctx.db);
				return rows.map((row) => row["QUERY PLAN"]).join("\n");
			});
			expect(walk).not.toMatch(/Seq Scan/);
			if (!filter.q) expect(walk).not.toMatch(/Sort/);
		}
	});
});
