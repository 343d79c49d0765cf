import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { restoreRecord } from "#app/domain/crm/records/restore-record.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { house } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

const HOSTILE = `<script>alert("x")</script>`;

describe("CRM-1: records in the API", () => {
	let org: TestOrg;
	let key: string;
	let viewer: string;
	let stranger: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		key = await makeKey(org, "user");
		viewer = await makeKey(org, "viewer");
		stranger = await makeKey(await makeOrg("Other firm"));
	});

	test.each(RECORD_TYPES)("CRM-1: a %s is made, shown, changed and deleted", async (type) => {
		const path = `/api/crm/${type}s`;
		const name = type === "contact" ? "firstName" : "name";
		const made = await callApi(key, path, { body: { [name]: HOSTILE } });
		expect(made).toMatchObject({ status: 201, body: { [name]: HOSTILE, version: 1, fields: {}, tags: [] } });
		const one = `${path}/${made.body.id}`;
		expect((await callApi(viewer, one)).body).toEqual(made.body);
		const put = await callApi(key, one, { method: "PUT", body: { version: 1, [name]: "Plain" } });
		expect(put).toMatchObject({ status: 200, body: { [name]: "Plain", version: 2 } });
		const late = await callApi(key, one, { method: "PUT", body: { version: 1, [name]: "Late" } });
		expect(late).toMatchObject({
			status: 409,
			body: { error: { details: { version: 2, clashes: [name], current: { [name]: "Plain" } } } },
		});
		for (const [who, status] of [
			[stranger, 404],
			[viewer, 403],
		] as const) {
			expect((await callApi(who, one, { method: "PUT", body: { [name]: "x" } })).status).toBe(status);
			expect((await callApi(who, one, { method: "DELETE" })).status).toBe(status);
		}
		expect((await callApi(stranger, one)).status).toBe(404);
		expect((await callApi(key, `${one}?version=1`, { method: "DELETE" })).status).toBe(409);
		expect(await callApi(key, one, { method: "DELETE" })).toMatchObject({ status: 200, body: { deleted: true } });
		expect((await callApi(key, one)).status).toBe(404);
		expect((await callApi(key, path)).body.data.map(({ id }: { id: string }) => id)).not.toContain(made.body.id);
		await as(org, "user", (ctx) => restoreRecord(ctx, { type, id: made.body.id }));
		expect((await callApi(key, one)).body).toMatchObject({ id: made.body.id, version: 4 });
	});

	test.each(RECORD_TYPES)("CRM-1: a list of %ss comes newest first, page by page, each once", async (type) => {
		const firm = await makeOrg(`${type} firm`);
		const own = await makeKey(firm);
		const name = type === "contact" ? "firstName" : "name";
		for (let number = 1; number <= 5; number += 1)
			await callApi(own, `/api/crm/${type}s`, { body: { [name]: `No ${number}` } });
		const seen: string[] = [];
		let cursor: string | null = "";
		do {
			const { body, status } = await callApi(own, `/api/crm/${type}s?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
			expect(status).toBe(200);
			seen.push(...body.data.map((one: Record<string, string>) => one[name]));
			cursor = body.next;
		} while (cursor);
		expect(seen).toEqual(["No 5", "No 4", "No 3", "No 2", "No 1"]);
		expect((await callApi(own, `/api/crm/${type}s?cursor=abc`)).status).toBe(422);
		expect((await callApi(stranger, `/api/crm/${type}s`)).body.data).toEqual([]);
	});

	test("CRM-5: custom values go in and out by key, choices by their labels, in one query a page", async () => {
		const make = (label: string, kind: "choice" | "multi-choice" | "number", options: string[] = []) =>
			as(org, "admin", (ctx) => createField(ctx, { recordType: "account", label, kind, options }));
		await make("Tier", "choice", ["Gold", "Silver"]);
		await make("Brands", "multi-choice", ["Ford", "Kia"]);
		await make("Seats", "number");
		const fields = { tier: "gold", brands: ["Kia", "Ford"], seats: 12.5 };
		const made = await callApi(key, "/api/crm/accounts", { body: { name: "Acme", arrCents: 5, fields } });
		expect(made.body.fields).toEqual({ tier: "Gold", brands: ["Ford", "Kia"], seats: 12.5 });
		await as(org, "user", (ctx) => tagRecord(ctx, { type: "account", id: made.body.id, tag: "Key" }));
		const { body } = await callApi(key, "/api/crm/accounts?lifecycle=customer");
		expect(body.data[0]).toMatchObject({ name: "Acme", fields: made.body.fields, tags: ["Key"], currency: "USD" });
		const one = `/api/crm/accounts/${made.body.id}`;
		const put = await callApi(key, one, { method: "PUT", body: { fields: { seats: null, tier: "Silver" } } });
		expect(put.body.fields).toEqual({ tier: "Silver", brands: ["Ford", "Kia"] });
		for (const wrong of [{ tier: "Bronze" }, { seats: "many" }, { unknown: 1 }]) {
			const refused = await callApi(key, one, { method: "PUT", body: { fields: wrong } });
			expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([
				422,
				[`fields.${Object.keys(wrong)[0]}`],
			]);
		}
	});

	test("CRM-1: what is not the organisation's, or no field, is refused by field", async () => {
		const foreign = (await callApi(stranger, "/api/crm/accounts", { body: { name: "Theirs" } })).body.id;
		for (const [path, body, field] of [
			["contacts", { firstName: "A", accountId: foreign }, "accountId"],
			["contacts", { firstName: "A", ownerId: newId() }, "ownerId"],
			["contacts", { firstName: "A", score: 100 }, "score"],
			["contacts", { firstName: "A", email: "no" }, "email"],
			["deals", { name: "A", stageId: newId() }, "stageId"],
			["deals", { name: "A", contactId: foreign }, "contactId"],
			["deals", {}, "name"],
			["projects", { name: "A", dueOn: "tomorrow" }, "dueOn"],
			["accounts", { name: "" }, "name"],
		] as const) {
			const refused = await callApi(key, `/api/crm/${path}`, { body });
			expect([refused.status, Object.keys(refused.body.error.fields ?? {})], `${path} ${field}`).toEqual([
				422,
				[field],
			]);
		}
	});

	test("CRM-1: a write with the same Idempotency-Key is done once", async () => {
		const call = { body: { firstName: "Once" }, headers: { "Idempotency-Key": newId() } };
		const [one, two] = [await callApi(key, "/api/crm/contacts", call), await callApi(key, "/api/crm/contacts", call)];
		expect(two.body).toEqual(one.body);
		const [row] = await house().database.owner.query<{ count: number }>(
			"select count(*)::int as count from contacts where first_name = 'Once'",
		);
		expect(row!.count).toBe(1);
	});

	test("CRM-1: contacts are narrowed by what identifies them", async () => {
		await callApi(key, "/api/crm/contacts", {
			body: { firstName: "Zed", email: "zed@zed.test", phone: "+12065550199" },
		});
		const found = async (query: string) => (await callApi(key, `/api/crm/contacts?${query}`)).body.data.length;
		expect(await found("email=ZED@zed.test")).toBe(1);
		expect(await found(`phone=${encodeURIComponent("+12065550199")}`)).toBe(1);
		expect(await found("email=nobody@zed.test")).toBe(0);
	});

	test("CRM-5: a list is narrowed by own fields and tags, searched and sorted as its page is, and walked by cursor", async () => {
		const firm = await makeOrg("Sorted firm");
		const own = await makeKey(firm);
		await as(firm, "admin", async (ctx) => {
			await createField(ctx, { recordType: "account", label: "Grade", kind: "choice", options: ["Gold", "Silver"] });
			await createField(ctx, { recordType: "account", label: "Seats", kind: "number", options: [] });
		});
		for (const [name, grade, seats, tags] of [
			["Acorn", "Gold", 3, ["vip"]],
			["Birch", "Silver", 9, ["VIP", "west"]],
			["Cedar", "Gold", 6, []],
			["Acorn two", null, null, ["west"]],
		] as const) {
			const made = await callApi(own, "/api/crm/accounts", { body: { name, tags, fields: { grade, seats } } });
			expect(made.status).toBe(201);
		}
		const list = async (query: Record<string, string>, who = own) =>
			callApi(who, `/api/crm/accounts?${new URLSearchParams(query)}`);
		const names = async (query: Record<string, string>, who = own) =>
			(await list(query, who)).body.data.map(({ name }: { name: string }) => name);
		expect(await names({ filter: "field:grade.in.gold", sort: "name" })).toEqual(["Acorn", "Cedar"]);
		expect(await names({ filter: "field:seats.range.5..", sort: "-field:seats" })).toEqual(["Birch", "Cedar"]);
		expect(await names({ filter: JSON.stringify(["field:grade.in.Gold", "field:seats.range...5"]) })).toEqual([
			"Acorn",
		]);
		expect(await names({ filter: "field:seats.empty" })).toEqual(["Acorn two"]);
		expect(await names({ tags: "Vip", sort: "-name" })).toEqual(["Birch", "Acorn"]);
		expect(await names({ tags: "vip,west", sort: "name" })).toEqual(["Acorn", "Acorn two", "Birch"]);
		expect(await names({ tags: "unknown" })).toEqual([]);
		expect(await names({ q: "corn", lifecycle: "former" })).toEqual([]);
		expect(await names({ q: "corn", sort: "name" })).toEqual(["Acorn", "Acorn two"]);
		expect(await names({ q: "corn" }, stranger)).toEqual([]);
		const seen: string[] = [];
		let cursor: string | null = "";
		do {
			const page = await list({ sort: "field:seats", limit: "1", ...(cursor ? { cursor } : {}) });
			seen.push(page.body.data[0].name);
			cursor = page.body.next;
		} while (cursor);
		expect(seen).toEqual(["Acorn", "Cedar", "Birch", "Acorn two"]);
		for (const [field, wrong] of [
			["sort", { sort: "field:nothing" }],
			["filter", { filter: "field:grade.in.Bronze" }],
			["filter", { filter: "[1]" }],
			["filter", { filter: "owner" }],
			["cursor", { sort: "name", cursor: "abc" }],
		] as const) {
			const refused = await list(wrong as never);
			expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([422, [field]]);
		}
	});

	test("CRM-1: tags are set by POST and PUT, each with its event, and stay where PUT does not name them", async () => {
		const made = await callApi(key, "/api/crm/contacts", { body: { firstName: "Tagged", tags: ["b", "A", "a"] } });
		expect(made).toMatchObject({ status: 201, body: { tags: ["a", "b"] } });
		const one = `/api/crm/contacts/${made.body.id}`;
		const put = async (body: Record<string, unknown>) => (await callApi(key, one, { method: "PUT", body })).body.tags;
		expect(await put({ city: "Reno" })).toEqual(["a", "b"]);
		expect(await put({ tags: ["B", "c"] })).toEqual(["b", "c"]);
		expect(await put({ tags: [] })).toEqual([]);
		const events = await as(org, "user", ({ db }) =>
			db
				.selectFrom("events")
				.select("name")
				.where("subject_id", "=", made.body.id)
				.where("name", "like", "tag.%")
				.execute(),
		);
		expect(events.map(({ name }) => name).sort()).toEqual([
			...["tag.added", "tag.added", "tag.added"],
			...["tag.removed", "tag.removed", "tag.removed"],
		]);
		for (const tags of [["x".repeat(61)], [""], "vip"]) {
			const refused = await callApi(key, one, { method: "PUT", body: { tags } });
			expect(refused.status).toBe(422);
		}
	});
});
