import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

describe("a context", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	test("AUDIT-1 commits a change and its event together, or neither", async () => {
		const subject = { type: "contact", id: newId() };
		await expect(
			as(org, "user", async (ctx) => {
				await ctx.record({ name: "contact.created", subject });
				throw new Error("stop");
			}),
		).rejects.toThrow("stop");
		expect(await eventsOf(org, subject.id)).toEqual([]);
		await as(org, "user", (ctx) => ctx.record({ name: "contact.created", subject }));
		expect(await eventsOf(org, subject.id)).toEqual(["contact.created"]);
	});

	test("sees its own organisation's rows and no other's", async () => {
		const id = newId();
		await as(org, "user", (ctx) =>
			ctx.db.insertInto("contacts").values({ org_id: ctx.org, id, first_name: "Ann" }).execute(),
		);
		const seen = await as(other, "owner", (ctx) => ctx.db.selectFrom("contacts").selectAll().execute());
		expect(seen).toEqual([]);
	});

	test("cannot write into another organisation", async () => {
		await expect(
			as(other, "owner", (ctx) =>
				ctx.db.insertInto("contacts").values({ org_id: org.id, id: newId(), first_name: "Eve" }).execute(),
			),
		).rejects.toThrow(/row-level security/);
	});

	test("refuses a second database handle, a nested transaction and outside calls", async () => {
		await expect(as(org, "user", () => house().database.owner.query("select 1"))).rejects.toThrow(/refused/);
		await expect(as(org, "user", () => as(org, "user", async () => 1))).rejects.toThrow(/refused/);
	});

	test("does not report success after a swallowed SQL error", async () => {
		const swallowed = as(org, "user", async (ctx) => {
			await ctx.db
				.selectFrom("users")
				.selectAll()
				.execute()
				.catch(() => undefined);
		});
		await expect(swallowed).rejects.toMatchObject({ code: "25P02" });
	});
});

async function eventsOf(org: TestOrg, subjectId: string): Promise<string[]> {
	const rows = await as(org, "owner", (ctx) =>
		ctx.db.selectFrom("events").select("name").where("subject_id", "=", subjectId).execute(),
	);
	return rows.map((row) => row.name);
}
