import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { house } from "#db/context.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { migrate } from "#db/migrate.ts";
import { Queue } from "#db/queue.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { nativeDatabase } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

const folder = mkdtempSync(path.join(tmpdir(), "perigee-stop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const DATABASES: [string, () => Promise<Record<string, string>>][] = [
	["the embedded database", async () => ({ DATA_DIR: folder })],
	["a native one", async () => ({ DATABASE_URL: await nativeDatabase(), SECRET_KEY: "native-stop-secret-key-012345" })],
];

describe("SIGTERM", () => {
	test.each(DATABASES)(
		"OPS-3 on %s: who was asking is answered, nobody new is taken, and it ends with 0",
		async (_name, env) => {
			const app = await startApp({ env: { ...(await env()), LOG_LEVEL: "error" }, readyWithin: 120_000 });
			const [slow, idle] = [await half(app), await open(app)];
			const ending = app.kill("SIGTERM");
			const began = performance.now();
			await sleep(500);
			await expect(open(app)).rejects.toThrow("ECONNREFUSED");
			slow.socket.write("demo.perigee.test&password=perigee-demo");
			await once(slow.socket, "close");
			expect(slow.text()).toMatch(/^HTTP\/1\.1 303 /);
			expect(slow.text()).toMatch(/set-cookie: perigee=/i);
			expect(await ending).toBe(0);
			expect(performance.now() - began).toBeLessThan(9_000);
			idle.destroy();
		},
	);
});

describe("a job that runs when its process is to stop", () => {
	const payload = z.object({ orgId: z.uuid() });
	const lasting = defineJob({
		name: "test.lasting",
		payload,
		retry: { limit: 2, delaySeconds: 1, maxDelaySeconds: 1 },
	});
	const endless = defineJob({ ...lasting, name: "test.endless", payload });
	let url: string;
	beforeAll(async () => {
		url = await nativeDatabase();
		const database = openDatabase({ url });
		await migrate(database, "db/migrations", [lasting, endless] as unknown as JobContract<never>[]);
		await database.close();
		await openTestHouse({ url });
	});

	test("OPS-3 finishes if it can, and else is given back and done by another process, long before its time is up", async () => {
		const org = await makeOrg();
		const first = await openQueue();
		const done: string[] = [];
		let aborted = false;
		// It lasts until the process was told to stop, however late the other one was taken.
		let tell = () => {};
		const told = new Promise<void>((resolve) => (tell = resolve));
		first.queue.work(lasting, async () => {
			await told;
			await sleep(1_000);
			done.push("lasting");
		});
		first.queue.work(endless, async (_payload, { signal }) => {
			signal.addEventListener("abort", () => (aborted = true));
			await new Promise(() => undefined);
		});
		await as(org, "owner", async (ctx) => {
			await ctx.enqueue(lasting, { orgId: org.id });
			await ctx.enqueue(endless, { orgId: org.id });
		});
		await expect.poll(() => states(), { timeout: 10_000 }).toEqual(["test.endless active", "test.lasting active"]);
		const began = performance.now();
		const closed = first.close();
		tell();
		await closed;
		expect(performance.now() - began).toBeLessThan(28_000);
		expect(done).toEqual(["lasting"]);
		expect(aborted).toBe(true);
		expect(await states()).toEqual(["test.endless retry", "test.lasting completed"]);
		const second = await openQueue();
		second.queue.work(endless, async () => void done.push("endless"));
		await expect
			.poll(() => states(), { timeout: 10_000 })
			.toEqual(["test.endless completed", "test.lasting completed"]);
		expect(done).toEqual(["lasting", "endless"]);
		await second.close();
	});

	/** A process's queue, on a database handle of its own. */
	async function openQueue() {
		const database = openDatabase({ url, poolSize: 2 });
		const queue = new Queue(database, { works: true, onError: () => undefined });
		await queue.start();
		const close = async () => {
			await queue.stop();
			await database.close();
		};
		return { queue, close };
	}
	async function states(): Promise<string[]> {
		const rows = await house().database.owner.query<{ line: string }>(
			"select name || ' ' || state as line from pgboss.job where name like 'test.%' and name not like '%.dead' order by 1",
		);
		return rows.map(({ line }) => line);
	}
});

function open(app: AppProcess): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(new URL(app.url).port), "127.0.0.1", () => resolve(socket));
		socket.on("error", reject);
	});
}

/** A sign-in whose last bytes are still to come. */
async function half(app: AppProcess): Promise<{ socket: Socket; text(): string }> {
	const socket = await open(app);
	let text = "";
	socket.on("data", (chunk) => (text += chunk));
	const head = [
		"POST /sign-in HTTP/1.1",
		`Host: ${new URL(app.url).host}`,
		"Sec-Fetch-Site: same-origin",
		"Content-Type: application/x-www-form-urlencoded",
		`Content-Length: ${"email=owner@demo.perigee.test&password=perigee-demo".length}`,
	];
	socket.write(`${head.join("\r\n")}\r\n\r\nemail=owner@`);
	await sleep(300);
	return { socket, text: () => text };
}
