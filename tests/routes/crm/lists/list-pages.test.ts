import { beforeAll, describe, expect, test } from "vitest";
import { narrowingOf } from "#app/domain/crm/bulk/selection.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { countRecords } from "#app/domain/crm/lists/list-queries.ts";
import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import * as accounts from "#app/routes/crm/lists/accounts.tsx";
import * as contacts from "#app/routes/crm/lists/contacts.tsx";
import * as deals from "#app/routes/crm/lists/deals.tsx";
import type { ListData } from "#app/routes/crm/lists/list-data.ts";
import * as projects from "#app/routes/crm/lists/projects.tsx";
import * as trash from "#app/routes/crm/lists/trash.tsx";
import * as view from "#app/routes/crm/lists/views/view.tsx";
import * as viewNew from "#app/routes/crm/lists/views/view-new.tsx";
import * as viewState from "#app/routes/crm/lists/views/view-state.ts";
import { fillContacts } from "#tests/domain/crm/lists/places.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { answerOf } from "../pages.ts";

describe("CRM-2: the pages of lists, views and the trash", () => {
	let org: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "manager" | "stranger", string>;
	type Who = keyof typeof cookies;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		const other = await makeOrg("Other firm");
		await fillContacts(org, 120);
		for (const role of ["user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
		cookies.stranger = await cookieOf(other, "owner");
	});
	const list = async (query: string, who: Who = "user") =>
		(await contacts.loader(argsFor({ cookie: cookies[who], path: `/contacts${query}` }))) as ListData;
	type Module = { action: (args: never) => unknown };
	const post = (module: Module, path: string, fields: Record<string, string>, id = "", who: Who = "user") =>
		answerOf(
			Promise.resolve().then(() => module.action(argsFor({ cookie: cookies[who], path, params: { id }, fields }))),
		);

	test("CRM-2: the address narrows, sorts and pages the list; a key of it leads on and back", async () => {
		const first = await list("?f=city.is.oslo&f=stage.in.lead,prospect,customer,former&sort=name");
		expect(first).toMatchObject({ type: "contact", mayEdit: true, list: { count: { value: 40, over: false } } });
		const all = await list("?sort=-score");
		const second = await list(`?sort=-score&after=${encodeURIComponent(all.list.next!)}`);
		const back = await list(`?sort=-score&before=${encodeURIComponent(second.list.previous!)}`);
		expect(back.list.rows).toEqual(all.list.rows);
		expect(second.list.rows.some(([id]) => all.list.rows.some(([other]) => other === id))).toBe(false);
	});

	test("CRM-2: what an address asks that cannot be read is left out and said, however it is written", async () => {
		for (const bad of ["?sort=drop", "?f=x.is.y", "?f=field:none.is.x"]) {
			expect((await list(bad)).query.isBent, bad).toBe(true);
		}
		for (const odd of [
			"?q=%00",
			"?after=%F0%9F",
			`?q=${"x".repeat(5_000)}`,
			"?columns=,",
			"?before=~",
			"?_data=routes",
		]) {
			expect((await list(odd)).list, odd).toMatchObject({ rows: expect.any(Array) });
		}
	});

	test("CRM-2: each kind has its list; a viewer reads without acts, another firm sees none of it", async () => {
		for (const module of [accounts, deals, projects]) {
			for (const who of ["viewer", "user"] as const) {
				const shown = (await module.loader(argsFor({ cookie: cookies[who], path: "/x" }))) as
					| ListData
					| { data: ListData };
				expect("data" in shown ? shown.data : shown).toMatchObject({ mayImport: who === "user" });
			}
		}
		expect(await list("", "viewer")).toMatchObject({ mayEdit: false, mayImport: false, mayExport: false });
		expect((await list("", "stranger")).list).toMatchObject({ rows: [], count: { value: 0 } });
		const nobody = argsFor({ cookie: "", path: "/contacts" });
		const refused = (await contacts.loader(nobody).catch((thrown: unknown) => thrown)) as Response;
		expect(refused.headers.get("Location")).toMatch(/^\/sign-in/);
	});

	test("CRM-5: a custom field of the address narrows and stands as a column", async () => {
		await as(org, "admin", (ctx) => createField(ctx, { recordType: "contact", label: "Seat", kind: "text" }));
		const { query, list: page } = await list("?f=field:seat.empty&columns=field:seat");
		expect(query).toMatchObject({ isBent: false, columns: ["field:seat"] });
		expect(page.count.value).toBe(120);
	});

	test("CRM-5: a wrong value of a number filter is said by its field, kept as typed and finds nothing", async () => {
		await as(org, "admin", (ctx) => createField(ctx, { recordType: "contact", label: "Worth", kind: "number" }));
		const asked = (from: string, to: string) =>
			list(`?column=field:worth&op=range&value=${encodeURIComponent(from)}&value=${encodeURIComponent(to)}`);
		const read = await asked("1.234,5", "");
		expect(read.query.filters).toEqual([{ column: "field:worth", op: "range", value: "1234.5.." }]);
		const wrong = await asked("1.234", "abc");
		expect(wrong.query).toMatchObject({
			isBent: false,
			filters: [
				{
					value: "1.234..abc",
					wrong: ["“1.234” can be read in two ways. Write 1234 or 1.2340.", "Write a number such as 1250.5."],
				},
			],
		});
		expect(wrong.list).toMatchObject({ rows: [], count: { value: 0 } });
		// Neither a link of this page nor an act on all that it holds takes it for a number, or for everything.
		const again = await list(`?${writeListQuery(wrong.query)}`);
		expect(again.query.filters).toEqual(wrong.query.filters);
		expect(again.list.rows).toEqual([]);
		const narrowing = await as(org, "user", (ctx) => narrowingOf(ctx, "contact", writeListQuery(wrong.query), "UTC"));
		expect((await as(org, "user", (ctx) => countRecords(ctx, narrowing, 1_000))).value).toBe(0);
		expect((await list("?f=score.range.1..x")).list.rows).toEqual([]);
		expect((await list("?f=createdAt.range.2026-02-31..")).list.rows).toEqual([]);
	});

	test("CRM-2: a view is saved from a list, opens it, is shared, deleted and brought back", async () => {
		const fields = { type: "contact", name: "In Oslo", query: "f=city.is.oslo", opens: "on" };
		const made = await post(viewNew, "/views/new", fields);
		expect(made).toMatchObject({ status: 303, flash: { message: "The view “In Oslo” is saved." } });
		const id = new URL(made.to!, "http://x").searchParams.get("view")!;
		const opened = (await list("").catch((thrown: unknown) => thrown)) as unknown as Response;
		expect(opened.headers.get("Location")).toBe(`/contacts?f=city.is.oslo&view=${id}`);
		expect((await list("?view=all")).list.views).toMatchObject([{ id, name: "In Oslo", mine: true }]);
		expect((await list("?view=all", "manager")).list.views).toEqual([]);
		expect((await post(view, `/views/${id}`, { ...fields, shared: "on" }, id)).status).toBe(303);
		expect((await list("?view=all", "manager")).list.views).toMatchObject([{ id, mine: false }]);
		for (const who of ["manager", "stranger"] as const) {
			expect((await post(view, `/views/${id}`, { ...fields, name: "Mine" }, id, who)).status, who).toBe(404);
			expect((await post(viewState, `/views/${id}/state`, { act: "delete" }, id, who)).status, who).toBe(404);
		}
		const gone = await post(viewState, `/views/${id}/state`, { act: "delete" }, id);
		expect(gone).toMatchObject({ to: "/contacts?view=all", flash: { undo: { act: "restore" } } });
		expect((await list("")).list.views).toEqual([]);
		await post(viewState, gone.flash!.undo!.action, { act: gone.flash!.undo!.act }, id);
		expect((await list("?view=all")).list.views).toMatchObject([{ id }]);
		await post(viewState, `/views/${id}/state`, { act: "not-first" }, id);
		expect((await list("")).list.opensWith).toBeNull();
	});

	test("CRM-2: a view without a name is refused with what was typed; a viewer keeps none", async () => {
		const refused = await post(viewNew, "/views/new", { type: "deal", name: "  ", query: "sort=name" });
		expect(refused).toMatchObject({
			status: 422,
			reply: {
				result: { initialValue: { type: "deal", query: "sort=name" }, error: { name: ["Give the view a name."] } },
			},
		});
		const viewers = await post(viewNew, "/views/new", { type: "deal", name: "X", query: "" }, "", "viewer");
		expect(viewers.status).toBe(403);
	});

	test("CRM-1: the trash shows what was deleted, a page by key, to one's own firm", async () => {
		const ids = (await list("?view=all&sort=name")).list.rows.map(([id]) => id);
		const more = (await list("?view=all&sort=-name")).list.rows.slice(0, 3).map(([id]) => id);
		for (const id of [...ids, ...more]) await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id }));
		const open = (query: string, who: Who = "user") =>
			trash.loader(argsFor({ cookie: cookies[who], path: `/trash${query}` }));
		const first = await open("?type=contact");
		expect(first).toMatchObject({ type: "contact", mayEdit: true, isLater: false });
		expect(first.rows).toHaveLength(50);
		expect(first.rows[0]!.id).toBe(more.at(-1));
		expect((await open(`?type=contact&before=${first.older}`)).rows.map(({ id }) => id)).toEqual([
			ids[2],
			ids[1],
			ids[0],
		]);
		expect((await open("?type=king&before=1_x")).rows).toHaveLength(50);
		expect(await open("?type=contact", "viewer")).toMatchObject({ mayEdit: false });
		expect((await open("?type=contact", "stranger")).rows).toEqual([]);
		// One person among them all is found by name, address or number, also past the first page.
		const { id, name, note } = (await open(`?type=contact&before=${first.older}`)).rows.find((row) => row.note)!;
		for (const q of [note!, name.toUpperCase(), `${name.split(" ")[1]} ${name.split(" ")[0]}`]) {
			const found = await open(`?type=contact&q=${encodeURIComponent(q)}`);
			expect(
				found.rows.map((row) => row.id),
				q,
			).toContain(id);
		}
		expect((await open("?type=contact&q=person99999")).rows).toEqual([]);
		expect((await open(`?type=contact&q=${encodeURIComponent(note!)}`, "stranger")).rows).toEqual([]);
		expect((await open("?type=deal&q=%25")).rows).toEqual([]);
	});
});
