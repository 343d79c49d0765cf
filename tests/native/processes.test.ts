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

test("OPS-1 a web process without DATABASE_URL says what to do instead of opening the embedded database", async () => {
	await expect(startApp({ role: "web" })).rejects.toThrow("set DATABASE_URL");
});
