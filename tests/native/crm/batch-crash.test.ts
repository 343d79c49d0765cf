import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { startBatch } from "#app/domain/crm/bulk/start-batch.ts";
import { house } from "#db/context.ts";
import { fillContacts } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

// A change of many records whose process is killed in the middle of it, and once more in the middle of taking it back.

const MANY = 30_000;

describe("a batch whose worker is killed", { timeout: 600_000 }, () => {
	let url: string;
	let org: TestOrg;
	beforeAll(async () => {
		url = await openNativeHouse(4);
		org = await makeOrg();
		await fillContacts(org, MANY);
		await fillContacts(await makeOrg("A neighbour"), 50);
		await house().database.owner.query("vacuum analyze contacts");
	}, 300_000);

	const worker = (): Promise<AppProcess> =>
		startApp({ role: "worker", env: { DATABASE_URL: url, SECRET_KEY: "test-secret-key", LOG_LEVEL: "error" } });
	const batch = (id: string) => as(org, "viewer", (ctx) => getBatch(ctx, id));
	const one = async <Row>(text: string, more: unknown[] = []) =>
		(await house().database.owner.query<Row>(text, [org.id, ...more]))[0]!;
	const contacts = () =>
		one<{ found: number; cities: string; least: number; most: number }>(
			`select count(*)::int as found, md5(string_agg(id || city, ',' order by id)) as cities, min(version) as least,
				max(version) as most from contacts where org_id = $1`,
		);
	const events = (id: string) =>
		one<{ found: number; records: number; ends: number }>(
			`select count(*) filter (where name = 'contact.changed')::int as found,
				count(distinct subject_id) filter (where name = 'contact.changed')::int as records,
				count(*) filter (where name in ('batch.finished', 'batch.undone'))::int as ends
			from events where org_id = $1 and (data ->> 'batchId' = $2::text or subject_id = $2::uuid)`,
			[id],
		);

	/** Kills the worker once it has done a part, checks that it was a part, and lets another go on to the end. */
	async function killInTheMiddle(id: string, end: "done" | "undone"): Promise<void> {
		const first = await worker();
		await expect.poll(async () => (await batch(id)).done, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
		await first.kill("SIGKILL");
		const half = await batch(id);
		expect(half.state).not.toBe(end);
		expect(half.done).toBeLessThan(MANY);
		const { open } = await one<{ open: number }>(
			`select count(*) filter (where (undone_at is null) = $3)::int as open from batch_changes where org_id = $1 and batch_id = $2`,
			[id, end === "done"],
		);
		// What is counted and what is done committed together.
		expect(open).toBe(half.done);
		const second = await worker();
		await expect.poll(async () => (await batch(id)).state, { timeout: 240_000, interval: 250 }).toBe(end);
		await second.stop();
	}

	test("CRM-2: kill -9 in the middle changes every record once, counts right, and undoing is whole, killed too", async () => {
		const before = await contacts();
		expect(before).toMatchObject({ found: MANY, least: 1, most: 1 });
		const id = newId();
		const act = { key: id, type: "contact", act: "edit", query: "", field: "city", value: ["Bergen"] } as const;
		const started = await as(org, "user", (ctx) => startBatch(ctx, { ...act, value: [...act.value] }, "UTC"));
		expect(started.state).toBe("waiting");
		await killInTheMiddle(id, "done");
		expect(await batch(id)).toMatchObject({ total: MANY, done: MANY, changed: MANY, skipped: 0 });
		expect(await contacts()).toMatchObject({ found: MANY, least: 2, most: 2 });
		expect(await events(id)).toEqual({ found: MANY, records: MANY, ends: 1 });

		await as(org, "user", (ctx) => undoBatch(ctx, id));
		await killInTheMiddle(id, "undone");
		expect(await batch(id)).toMatchObject({ done: MANY, params: { undo: { undone: MANY, left: 0 } } });
		expect(await contacts()).toEqual({ ...before, least: 3, most: 3 });
		expect(await events(id)).toEqual({ found: 2 * MANY, records: MANY, ends: 2 });
	});
});
