import { afterEach, beforeAll, expect, test } from "vitest";
import { changeImport } from "#app/domain/crm/imports/change-import.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { beginImport, undoImport } from "#app/domain/crm/imports/move-import.ts";
import { previewImport } from "#app/domain/crm/imports/run/preview-import.ts";
import { house } from "#db/context.ts";
import { stepsAs, upload } from "#tests/domain/crm/imports/files.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

// The process that imports is killed in the middle, and again while it undoes. The next goes on where it was; nothing is doubled.

const ROWS = 12_000;
const ACCOUNTS = 8_000;
const KILLS = 1;
let url: string;
let org: TestOrg;
let worker: AppProcess | undefined;

beforeAll(async () => {
	url = await openNativeHouse();
	org = await makeOrg();
});
afterEach(() => worker?.kill("SIGKILL"));

test("CRM-3 an import whose process is killed goes on where it was, nothing is doubled or lost, and it can be undone", async () => {
	let text = "first name,email\n";
	for (let at = 0; at < ROWS; at++) text += at % 100 === 7 ? `Bad${at},nonsense\n` : `Ann${at},ann${at}@example.test\n`;
	const id = await upload(org, text);
	const counts = await count(id);
	expect(counts).toEqual({ created: ROWS - ROWS / 100, updated: 0, skipped: 0, refused: ROWS / 100 });
	await as(org, "user", (ctx) => beginImport(ctx, id));
	for (let kills = 0; kills < KILLS; kills++) {
		await killMoving(id);
		expect((await now(id)).state).toBe("running");
		expect(await whatIsThere(id)).toMatchObject({ done: (await now(id)).done });
	}
	worker = await start();
	await expect.poll(async () => (await now(id)).state, { timeout: 180_000, interval: 200 }).toBe("done");
	expect((await now(id)).counts).toEqual(counts);
	expect(await whatIsThere(id)).toEqual({
		...{ contacts: counts.created, emails: counts.created, changes: counts.created, events: counts.created },
		...{ refusals: counts.refused, done: ROWS },
	});
	await worker.kill("SIGKILL");
	await as(org, "user", (ctx) => undoImport(ctx, id));
	await killMoving(id);
	worker = await start();
	await expect.poll(async () => (await now(id)).state, { timeout: 180_000, interval: 200 }).toBe("undone");
	expect((await now(id)).params.undo).toEqual({ undone: counts.created, left: 0 });
	expect(await whatIsThere(id)).toMatchObject({ contacts: 0 });
}, 420_000);

test("SUCCESS-1 an import of accounts' scores that is killed goes on where it was: each score has one row of history", async () => {
	let text = "account,health,seats,active users\n";
	for (let at = 0; at < ACCOUNTS; at++) text += `Firm ${at},${at % 101},200,${at % 200}\n`;
	const id = await upload(org, text, "account");
	const counts = await count(id);
	await as(org, "user", (ctx) => beginImport(ctx, id));
	await killMoving(id);
	expect((await now(id)).state).toBe("running");
	worker = await start();
	await expect.poll(async () => (await now(id)).state, { timeout: 180_000, interval: 200 }).toBe("done");
	await worker.kill("SIGKILL");
	expect((await now(id)).counts).toEqual(counts);
	const told =
		"select count(*)::int as rows, count(distinct account_id)::int as accounts from account_scores where source = 'import'";
	// Health, active users and utilisation of each.
	expect(await house().database.owner.query(told)).toEqual([{ rows: 3 * ACCOUNTS, accounts: ACCOUNTS }]);
	expect(await house().database.owner.query("select count(*)::int as rows from account_facts")).toEqual([
		{ rows: ACCOUNTS },
	]);
}, 420_000);

const now = (id: string) => as(org, "user", (ctx) => getImport(ctx, id));

/** The preview, made here: the jobs of this database are the worker's. */
async function count(id: string) {
	const { params } = await now(id);
	await changeImport(stepsAs(org), id, { ...params, duplicates: "create" });
	const { key } = (await now(id)).params.preview!;
	await previewImport(stepsAs(org), { batchId: id, key, signal: new AbortController().signal });
	return (await now(id)).params.preview!.counts;
}

/** Starts a worker and kills it as soon as it has done something. */
async function killMoving(id: string): Promise<void> {
	const before = (await now(id)).done;
	worker = await start();
	await expect.poll(async () => (await now(id)).done, { timeout: 90_000, interval: 10 }).not.toBe(before);
	await worker.kill("SIGKILL");
}

async function whatIsThere(id: string): Promise<Record<string, number>> {
	const [row] = await house().database.owner.query<Record<string, number>>(
		`select (select count(*)::int from contacts where deleted_at is null) as contacts,
			(select count(distinct email)::int from contacts) as emails,
			(select count(*)::int from batch_changes where batch_id = $1) as changes,
			(select count(*)::int from events where name = 'contact.created') as events,
			(select count(*)::int from import_refusals where batch_id = $1) as refusals,
			(select count(*)::int from contacts) + (select count(*)::int from import_refusals where batch_id = $1) as done`,
		[id],
	);
	return row!;
}

function start(): Promise<AppProcess> {
	return startApp({
		role: "worker",
		env: { DATABASE_URL: url, SECRET_KEY: "test-secret-key", ALLOW_PRIVATE_TARGETS: "true", LOG_LEVEL: "error" },
	});
}
