import { beforeAll, describe, expect, test } from "vitest";
import { LEAD_COLUMNS } from "#app/domain/leads/lists/lead-columns.ts";
import { readLeadQuery, writeLeadQuery } from "#app/domain/leads/lists/lead-query.ts";
import * as exportList from "#app/routes/crm/exports/export-list.ts";
import * as batch from "#app/routes/crm/lists/batches/batch.tsx";
import * as batchState from "#app/routes/crm/lists/batches/batch-state.ts";
import * as view from "#app/routes/crm/lists/views/view.tsx";
import * as viewNew from "#app/routes/crm/lists/views/view-new.tsx";
import * as viewState from "#app/routes/crm/lists/views/view-state.ts";
import type { LeadBatchShown } from "#app/routes/leads/bulk/lead-batch-form.tsx";
import * as batchNew from "#app/routes/leads/bulk/lead-batch-new.tsx";
import * as batches from "#app/routes/leads/bulk/lead-batches.ts";
import * as leads from "#app/routes/leads/leads.tsx";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { leadOf, makeLead, makeLocation } from "#tests/support/leads.ts";
import { statementsOf } from "#tests/support/statements.ts";

describe("the list of leads", { timeout: 120_000 }, () => {
	let org: TestOrg;
	let other: TestOrg;
	let place: string;
	const made: string[] = [];
	const cookies = {} as Record<"user" | "viewer" | "manager" | "stranger", string>;
	type Who = keyof typeof cookies;
	type Module = { action: (args: never) => unknown };
	type Fields = [string, string][];
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		place = await makeLocation(org, { name: "=Northside" });
		for (let at = 0; at < 52; at++) {
			const state = at % 2 ? "booked" : "new";
			made.push((await makeLead(org, { locationId: place, firstName: `N${at}`, state })).leadId);
		}
		for (const role of ["user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
		cookies.stranger = await cookieOf(other, "owner");
	});
	type Shown = Exclude<Awaited<ReturnType<typeof leads.loader>>, { shown: null }>;
	const list = async (query: string, who: Who = "user") =>
		(await leads.loader(argsFor({ cookie: cookies[who], path: `/leads${query}` }))) as Shown;
	const post = (module: Module, path: string, fields: Fields, { id = "", who = "user" as Who } = {}) =>
		answerOf(
			Promise.resolve().then(() =>
				module.action(argsFor({ cookie: cookies[who], path, params: { id }, fields: fields as never })),
			),
		);
	const select = async (act: string, fields: Fields, who: Who = "user") =>
		post(batchNew, "/leads/batches/new", [["act", act], ...fields], { who });
	const ticked = (ids: readonly string[]): Fields => ids.map((id) => ["id", id]);
	const begin = (shown: LeadBatchShown, more: Fields, who: Who = "user") => {
		const ids: Fields = shown.ids.map((id) => ["ids", id]);
		const query: Fields = shown.query === undefined ? [] : [["query", `?${shown.query}`]];
		return post(batches, "/leads/batches", [["key", shown.key], ["act", shown.act], ...ids, ...query, ...more], {
			who,
		});
	};

	test("LEAD-8: columns are chosen in the address, in the list's order, and what is none is left out", async () => {
		const usual = await list("");
		expect(usual.shown.list.rows[0]).toHaveLength(3 + LEAD_COLUMNS.filter(({ shown }) => shown).length);
		const chosen = await list("?columns=sequence&columns=state&columns=nonsense");
		expect(chosen.query.columns).toEqual(["state", "sequence"]);
		expect(chosen.shown.list.rows[0]!.slice(1)).toEqual(["N51 Díaz", "Window tint", "booked", null]);
		const every = await list(`?columns=${LEAD_COLUMNS.map(({ id }) => id).join(",")}`);
		expect(every.shown.list.rows[0]).toHaveLength(3 + LEAD_COLUMNS.length);
		for (const odd of [
			"?columns=,",
			"?before=x",
			"?after=%00",
			"?q=%00",
			"?view=%F0%9F",
			`?columns=${"x".repeat(5_000)}`,
		]) {
			expect((await list(odd)).shown.list.rows, odd).toHaveLength(50);
		}
		const query = readLeadQuery(new URLSearchParams("state=won&owner=none&q=a%20b&columns=email,state"));
		expect(readLeadQuery(new URLSearchParams(writeLeadQuery(query)))).toEqual(query);
	});

	test("LEAD-8: a page of the list is one statement, whatever its columns", async () => {
		await list("");
		const statements = await statementsOf(() =>
			list(`?columns=${LEAD_COLUMNS.map(({ id }) => id).join(",")}&state=new`),
		);
		expect(statements.filter((text) => /\bfrom leads\b/.test(text))).toHaveLength(1);
	});

	test("CRM-2: a view of leads is kept, shared, opened with and taken away; another list's is not overwritten", async () => {
		const fields: Fields = [
			["type", "lead"],
			["name", "New ones"],
			["query", "state=new&columns=email&nonsense=1"],
			["shared", "on"],
			["opens", "on"],
		];
		const saved = await post(viewNew, "/views/new", fields, { who: "manager" });
		const id = new URLSearchParams(saved.to!.split("?")[1]).get("view")!;
		expect(saved).toMatchObject({ status: 303, to: expect.stringMatching(/^\/leads\?state=new&columns=email/) });
		const seen = await list("?view=all");
		expect(seen.shown.views).toMatchObject([
			{ id, name: "New ones", query: "state=new&columns=email", shared: true, mine: false },
		]);
		const opened = (await list("", "manager").catch((thrown: unknown) => thrown)) as Response;
		expect(opened.headers.get("Location")).toBe(`/leads?state=new&columns=email&view=${id}`);
		const tried = await post(
			view,
			`/views/${id}`,
			[
				["type", "contact"],
				["name", "Mine"],
				["query", ""],
			],
			{ id, who: "manager" },
		);
		expect(tried.status).toBe(404);
		expect((await post(view, `/views/${id}`, fields, { id })).status).toBe(404);
		expect((await list("", "stranger")).shown.views).toEqual([]);
		const gone = await post(viewState, `/views/${id}/state`, [["act", "delete"]], { id, who: "manager" });
		expect(gone).toMatchObject({ to: "/leads?view=all", flash: { undo: { act: "restore" } } });
		expect((await list("")).shown.views).toEqual([]);
	});

	test("LEAD-8: ticked leads are acted on after a page that names act and count, what is refused says why, and it is undone", async () => {
		const ids = made.slice(0, 4);
		const asked = (await select("move", ticked(ids))).reply!.detail!.shown as LeadBatchShown;
		expect(asked).toMatchObject({ act: "move", count: 4, ids });
		const done = await begin(asked, [["state", "contacted"]]);
		expect(done).toMatchObject({
			to: `/batches/${asked.key}`,
			flash: { message: "Moved 2 leads. 2 leads could not be changed.", undo: { act: "undo" } },
		});
		const page = await batch.loader(
			argsFor({ cookie: cookies.user, path: `/batches/${asked.key}`, params: { id: asked.key } }),
		);
		expect(page).toMatchObject({ type: "lead", state: "done", changed: 2, refused: 2, mayEdit: true });
		expect(page.refusals.map(({ id, reason }) => [id, reason])).toEqual(
			[ids[1], ids[3]].map((id) => [id, "A lead that is booked cannot be moved to contacted."]),
		);
		const back = await post(batchState, `/batches/${asked.key}/state`, [["act", "undo"]], { id: asked.key });
		expect(back.flash).toMatchObject({ message: "Undone: 2 leads." });
		expect(await leadOf(org, ids[0]!)).toMatchObject({ state: "new" });
		const whole = (await select("assign", [["all", "all?state=new"]])).reply!.detail!.shown as LeadBatchShown;
		expect(whole).toMatchObject({ count: 26, query: "state=new", ids: [], members: { isWhole: true } });
		const given = await begin(whole, [["ownerId", org.members.user.id]]);
		expect(given).toMatchObject({ to: "/leads", flash: { message: "Assigned 26 leads." } });
		expect((await list(`?owner=${org.members.user.id}`)).shown.list.count.value).toBe(26);
	});

	test("LEAD-8: a selection is taken along as a file with the columns that are shown, safe against formulas", async () => {
		const ids = made.slice(0, 2);
		const file = await select("export", [...ticked(ids), ["columns", "location,state"]]);
		expect(file).toMatchObject({ status: 303, to: `/exports/leads?columns=location%2Cstate&ids=${ids.join("%2C")}` });
		const read = async (path: string, who: Who = "user") => {
			const answer = exportList.loader(argsFor({ cookie: cookies[who], path, params: { type: "leads" } }));
			return (await answer).text();
		};
		expect((await read(file.to!)).trim().split("\r\n")).toEqual([
			"Id,Customer,Wants,State,Location",
			`${ids[1]},N1 Díaz,Window tint,Booked,'=Northside`,
			`${ids[0]},N0 Díaz,Window tint,New,'=Northside`,
		]);
		const all = await select("export", [["all", "all?state=booked"]]);
		expect(all.to).toBe("/exports/leads?state=booked");
		expect((await read(all.to!)).trim().split("\r\n")).toHaveLength(27);
		expect((await read(file.to!, "stranger")).trim().split("\r\n")).toHaveLength(1);
		await expect(read(file.to!, "viewer")).rejects.toMatchObject({ status: 403 });
	});

	test("SEC-1: what is bad, foreign or not allowed changes nothing", async () => {
		const foreign = (await makeLead(other, { locationId: await makeLocation(other) })).leadId;
		const none = (await select("move", ticked([foreign]))).reply!.detail!.shown as LeadBatchShown;
		expect(none.count).toBe(0);
		expect((await begin(none, [["state", "won"]])).flash!.message).toMatch(/^Nothing is selected any more/);
		expect(await leadOf(other, foreign)).toMatchObject({ state: "new" });
		expect((await select("move", ticked(made.slice(0, 1)), "viewer")).status).toBe(403);
		const mine = (await select("move", ticked(made.slice(0, 1)))).reply!.detail!.shown as LeadBatchShown;
		expect((await begin(mine, [["state", "won"]], "viewer")).status).toBe(403);
		for (const bad of [
			[["act", "burn"]],
			[
				["act", "move"],
				["id", "x"],
			],
			[],
		] as Fields[]) {
			expect((await post(batchNew, "/leads/batches/new", bad)).status, JSON.stringify(bad)).toBe(422);
			expect((await post(batches, "/leads/batches", bad)).flash?.message).toMatch(/Nothing was changed/);
		}
		expect((await begin(mine, [["state", "king"]])).flash!.message).toBe("Choose a state. Nothing was changed.");
		expect(await list("", "viewer")).toMatchObject({ mayEdit: false, mayExport: false });
		expect(await leadOf(org, made[0]!)).toMatchObject({ state: "new" });
	});
});
