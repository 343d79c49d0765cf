import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, test } from "vitest";
import { nativeDatabase } from "#tests/support/native.ts";
import { type AppProcess, freePort, startApp } from "#tests/support/process.ts";
import { tellStory } from "./story.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

describe("on the embedded database", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "perigee-story-"));
	let app: AppProcess;
	const stage = {
		folder,
		url: () => app.url,
		async crash() {
			await app.kill("SIGKILL");
			app = await startApp({ env: { DATA_DIR: folder } });
		},
	};
	beforeAll(async () => {
		app = await startApp({ env: { DATA_DIR: folder } });
	});
	afterAll(async () => {
		await app.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(SCRIPTS)(
		"LEAD-2 LEAD-5 LEAD-6 LEAD-7 an order becomes a booking, JavaScript: $javaScript",
		({ javaScript }) => tellStory(stage, javaScript, `story-embedded-${javaScript}`),
	);
});

describe("on a native database, with two web and two job processes", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "perigee-story-"));
	let env: Record<string, string>;
	let shop: ChildProcess;
	let processes: AppProcess[];
	let turn = 0;
	const startAll = () =>
		Promise.all([
			startApp({ role: "web", env }),
			startApp({ role: "web", env }),
			startApp({ role: "worker", env }),
			startApp({ role: "worker", env }),
		]);
	const stage = {
		folder,
		// Each page may come from the other web process.
		url: () => processes[turn++ % 2]!.url,
		async crash() {
			await Promise.all(processes.map((each) => each.kill("SIGKILL")));
			processes = await startAll();
		},
	};
	beforeAll(async () => {
		const shopPort = await freePort();
		env = {
			DATABASE_URL: await nativeDatabase(),
			DATA_DIR: folder,
			SECRET_KEY: "story-secret-key-0123456789",
			DEMO_SHOP_URL: `http://127.0.0.1:${shopPort}/v3`,
		};
		const first = await startApp({ role: "all", env });
		await first.stop();
		processes = await startAll();
		shop = spawn(process.execPath, ["scripts/demo-shop.ts"], {
			env: { ...process.env, ...env, PUBLIC_URL: processes[0]!.url },
			stdio: "ignore",
		});
		await untilAnswered(`http://127.0.0.1:${shopPort}/v3/`);
	});
	afterAll(async () => {
		shop?.kill("SIGTERM");
		await Promise.all((processes ?? []).map((each) => each.stop()));
		rmSync(folder, { recursive: true, force: true });
	});

	test("OPS-1 LEAD-2 LEAD-7 the same story, whichever process answers", () => tellStory(stage, true, "story-native"));
});

async function untilAnswered(url: string): Promise<void> {
	for (let tries = 0; tries < 100; tries++) {
		if (
			await fetch(url).then(
				() => true,
				() => false,
			)
		)
			return;
		await sleep(100);
	}
	throw new Error(`${url} does not answer`);
}
