import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AppError, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import { type Ctx, house } from "#db/context.ts";
import { defineJob } from "#db/jobs/job-contract.ts";
import { isPermanent, PermanentFailure } from "#db/queue.ts";
import { dispatchJob } from "#db/recording/dispatch.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

test("AUDIT-1 records 10,000 events at once", async () => {
	const parent = { type: "import", id: newId() };
	await as(org, "owner", (ctx) =>
		ctx.recordMany(
			Array.from({ length: 10_000 }, () => ({
				name: "contact.created",
				subject: { type: "contact", id: newId() },
				parent,
			})),
		),
	);
	const [row] = await house().database.owner.query<{ count: number }>(
		"select count(*) as count from events where parent_id = $1",
		[parent.id],
	);
	expect(row!.count).toBe(10_000);
});

test("JOB-1 adds 50,000 jobs at once", async () => {
	await as(org, "owner", (ctx) =>
		ctx.enqueueMany(
			dispatchJob,
			Array.from({ length: 50_000 }, () => ({ payload: { orgId: org.id, eventIds: [] } })),
		),
	);
	const [row] = await house().database.owner.query<{ count: number }>(
		"select count(*) as count from pgboss.job where name = $1 and data->'eventIds' = '[]'",
		[dispatchJob.name],
	);
	expect(row!.count).toBe(50_000);
});

test("a context is dead after its commit: neither rows nor events nor jobs", async () => {
	let left: Ctx | undefined;
	await as(org, "owner", async (ctx) => {
		left = ctx;
	});
	const ctx = left!;
	await expect(ctx.db.selectFrom("contacts").selectAll().execute()).rejects.toThrow();
	await expect(ctx.record({ name: "contact.created", subject: { type: "contact", id: newId() } })).rejects.toThrow();
	await expect(ctx.enqueue(dispatchJob, { orgId: org.id, eventIds: [] })).rejects.toThrow();
});

test("a statement left behind by a command is in its transaction or refused, never in another's", async () => {
	const late: Promise<unknown>[] = [];
	await as(org, "owner", async (ctx) => {
		for (let wait = 0; wait < 40; wait++) {
			late.push(
				new Promise((resolve) => setTimeout(resolve, wait / 8))
					.then(() =>
						ctx.db.insertInto("contacts").values({ org_id: ctx.org, id: newId(), first_name: "Late" }).execute(),
					)
					.catch((error: Error) => error),
			);
		}
	});
	const others = await Promise.all(
		Array.from({ length: 10 }, async () => {
			const other = await makeOrg();
			await as(other, "owner", (ctx) => ctx.db.selectFrom("contacts").select("id").execute());
			return other;
		}),
	);
	await Promise.all(late);
	for (const other of others) {
		expect(await as(other, "owner", (ctx) => ctx.db.selectFrom("contacts").select("id").execute())).toEqual([]);
	}
});

test("jsonb keeps any text, with what Postgres cannot hold replaced", async () => {
	const value = { text: "a\0b \ud800 \u{1f600} \\u0000", list: ["\0"] };
	const id = newId();
	await as(org, "owner", (ctx) =>
		ctx.db
			.updateTable("organisations")
			.set({ settings: jsonb(value) })
			.where("id", "=", org.id)
			.execute(),
	);
	const row = await as(org, "owner", (ctx) =>
		ctx.db.selectFrom("organisations").select("settings").where("id", "=", org.id).executeTakeFirstOrThrow(),
	);
	expect(row.settings).toEqual({ text: "a\uFFFDb \uFFFD \u{1f600} \\u0000", list: ["\uFFFD"] });
	expect(id).toBeTruthy();
});

test("JOB-3 what another try cannot mend is told from what it can", () => {
	expect(isPermanent(new PermanentFailure("no"))).toBe(true);
	expect(isPermanent(notFound("lead"))).toBe(true);
	for (const status of [409, 429, 503]) expect(isPermanent(new AppError(status, "x", "x"))).toBe(false);
	expect(isPermanent(new Error("network"))).toBe(false);
	expect(defineJob({ name: "x.y", payload: z.object({}) }).expireSeconds).toBe(120);
});
