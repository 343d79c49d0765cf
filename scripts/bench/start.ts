import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuilt } from "../build.mjs";
import { median, type Stage, sleep } from "./stage.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const PAGES = 200;

/**
 * `npm start` on the embedded database to its first page: the first time, with an empty data folder that is migrated
 * and filled with the demo, and warm. Memory after the start and after 200 pages.
 */
export async function start({ say }: Omit<Stage, "url">): Promise<void> {
	await ensureBuilt();
	const folder = mkdtempSync(path.join(tmpdir(), "bench-start-"));
	try {
		const first = await startOnce(folder);
		await stop(first.child);
		const [times, atStart, later] = [[], [], []] as [number[], number[], number[]];
		for (let round = 0; round < ROUNDS; round++) {
			const { ms, child, url } = await startOnce(folder);
			times.push(ms);
			atStart.push(memoryOf(child));
			for (let page = 0; page < PAGES; page++) await read(url + (page % 2 ? "/" : "/sign-in"));
			later.push(memoryOf(child));
			await stop(child);
		}
		const range = `${(Math.min(...times) / 1_000).toFixed(1)} to ${(Math.max(...times) / 1_000).toFixed(1)}`;
		say(`first start, empty data folder, to first page    ${(first.ms / 1_000).toFixed(1)} s`);
		say(`warm start to first page (under 5 s)             ${(median(times) / 1_000).toFixed(1)} s (${range})`);
		say(`memory after the start                           ${median(atStart).toFixed(0)} MB`);
		say(`memory after ${PAGES} pages                           ${median(later).toFixed(0)} MB`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function startOnce(folder: string): Promise<{ ms: number; child: ChildProcess; url: string }> {
	const port = 4800 + Math.floor(Math.random() * 400);
	const { DATABASE_URL: _, ...env } = process.env;
	const began = performance.now();
	const child = spawn(process.execPath, ["scripts/start.mjs"], {
		stdio: ["ignore", "ignore", "inherit"],
		env: {
			...env,
			NODE_ENV: "production",
			DATA_DIR: folder,
			PORT: String(port),
			HOST: "127.0.0.1",
			LOG_LEVEL: "error",
		},
	});
	const url = `http://127.0.0.1:${port}`;
	while (!(await answers(url))) {
		if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
		if (performance.now() - began > 120_000) throw new Error("no page within two minutes");
		await sleep(20);
	}
	return { ms: performance.now() - began, child, url };
}

function answers(url: string): Promise<boolean> {
	return read(url).then(
		() => true,
		() => false,
	);
}

async function read(url: string): Promise<void> {
	const response = await fetch(url);
	await response.text();
	if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
}

/** Resident memory in MB, as Linux counts it. */
function memoryOf(child: ChildProcess): number {
	const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

function stop(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		child.once("exit", () => resolve());
		child.kill("SIGTERM");
	});
}
