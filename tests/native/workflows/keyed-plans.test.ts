import { expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import { house } from "#db/context.ts";
import { publish } from "#tests/domain/workflows/nodes/flow.ts";
import { makeOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

test("FLOW-4 turns and beginnings find their rows by key, by plans that sessions keep", async () => {
	await openNativeHouse();
	const org = await makeOrg();
	const { id } = await publish(
		org,
		{ one: ["transform", { values: [{ name: "n", value: "1" }] }], done: ["end", { result: "1" }] },
		["start>one", "one>done"],
	);
	const { database } = house();
	const { id: member, name } = org.members.user;
	const actor = { kind: "member" as const, role: "user" as const, id: member, name, userId: newId() };
	const driver: Driver = {
		org: org.id,
		requestId: newId(),
		signal: new AbortController().signal,
		now: () => database.clock.now(),
		outside: { models: undefined as never, http: undefined as never },
	};
	const run = () => runNow(driver, { org: org.id, requestId: newId(), actor }, id, { trigger: {} });
	const together = async (count: number) => {
		const begun = await Promise.all(Array.from({ length: count }, run));
		expect(begun.every((each) => each?.state === "succeeded")).toBe(true);
	};
	// More than the first five of each session, which are planned for their values.
	for (let round = 0; round < 30; round++) await together(20);
	// As the server does by itself within a minute.
	await database.owner.query("analyze workflow_runs, workflow_steps, workflows");
	/** A session tells its statistics with the first transaction that ends a second after it did so last. */
	const settled = async () => {
		await new Promise((done) => setTimeout(done, 1_200));
		await together(20);
		return scans();
	};
	const before = await settled();
	for (let round = 0; round < 5; round++) await together(20);
	const after = await settled();
	expect(after.whole).toEqual(before.whole);
	// Of each run its row and those of its steps, some times over; not those of the other 600.
	expect(after.read - before.read).toBeLessThan(120 * 25);
});

/** Whole reads of each table, and rows that were read in all. */
async function scans() {
	const { owner } = house().database;
	const rows = await owner.query<{ table: string; whole: number; read: number }>(
		`select relname as table, seq_scan::int as whole, (idx_tup_fetch + seq_tup_read)::int as read from pg_stat_user_tables
		where relname in ('workflow_runs', 'workflow_steps') order by 1`,
	);
	return {
		whole: rows.map(({ table, whole }) => [table, whole]),
		read: rows.reduce((sum, { read }) => sum + read, 0),
	};
}
