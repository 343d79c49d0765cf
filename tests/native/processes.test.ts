import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, test } from "vitest";
import { nativeDatabase } from "#tests/support/native.ts";
import { startApp } from "#tests/support/process.ts";

test("OPS-1 two web and two job processes start on one native database, and stop in order on SIGTERM", async () => {
	const env = { DATABASE_URL: await nativeDatabase(), SECRET_KEY: "native-processes-secret-key-0123456789" };
	const first = await startApp({ role: "all", env: { ...env, DEMO_DATA: "false" } });
	await first.stop();
	const processes = await Promise.all([
		startApp({ role: "web", env }),
		startApp({ role: "web", env }),
		startApp({ role: "worker", env }),
		startApp({ role: "worker", env }),
	]);
	for (const each of processes) expect((await fetch(`${each.url}/api/health`)).status).toBe(200);
	expect(await Promise.all(processes.map((each) => each.kill("SIGTERM")))).toEqual([0, 0, 0, 0]);
});

test.each(["web", "worker"] as const)(
	"OPS-1 a %s process that loses the database in the middle of its start tries again instead of ending",
	async (role) => {
		const url = await nativeDatabase();
		const env = { DATABASE_URL: url, SECRET_KEY: "native-processes-secret-key-0123456789" };
		await (await startApp({ role: "all", env: { ...env, DEMO_DATA: "false" } })).stop();
		// Two sessions: within a transaction the list of the others stands still.
		const [holder, watcher] = [new pg.Client(url), new pg.Client(url)];
		await Promise.all([holder.connect(), watcher.connect()]);
		await holder.query("begin");
		await holder.query("lock table pgboss.version in access exclusive mode");
		const starting = startApp({ role, env });
		starting.catch(() => undefined);
		for (let ended = 0; ended === 0; await sleep(50)) {
			const { rowCount } = await watcher.query(
				"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
			);
			ended = rowCount ?? 0;
		}
		await holder.query("commit");
		await Promise.all([holder.end(), watcher.end()]);
		const app = await starting;
		expect(app.output()).toContain("the database went away during the start");
		await app.stop();
	},
);

test("OPS-1 a web process without DATABASE_URL says what to do instead of opening the embedded database", async () => {
	await expect(startApp({ role: "web" })).rejects.toThrow("set DATABASE_URL");
});
