import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

export type AppProcess = {
	/** Where it answers, without a slash at the end. */
	url: string;
	pid: number;
	/** What it has written so far, both streams in order of arrival. */
	output(): string;
	/** Sends a signal and resolves with the exit code, or the signal's name when that ended it. */
	kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
	/** Stops it in order; after `timeoutMs` (10 s) it is killed and this throws. Fine to call twice. */
	stop(timeoutMs?: number): Promise<void>;
};

export type AppOptions = {
	/** What the process does: build/server/server.js takes it as its argument. */
	role?: "web" | "worker" | "all";
	/** Added to a bare environment (PATH and HOME): what is set on this machine decides nothing in a test. PORT: a given one. */
	env?: Record<string, string>;
	/** Another program instead of the built server; it is told its PORT. */
	file?: string;
	/** Milliseconds until /api/ready must answer 200. */
	readyWithin?: number;
};

const started: AppProcess[] = [];

// Registered as the file is loaded, so that a test may start a process too.
afterAll(async () => {
	await Promise.all(started.map((app) => app.kill("SIGKILL")));
});

/**
 * Starts a process of the product and resolves when GET /api/ready answers 200. Throws with its output when it ends
 * or stays silent instead. Whatever a test file leaves running is killed after it.
 */
export async function startApp(options: AppOptions = {}): Promise<AppProcess> {
	const port = Number(options.env?.PORT) || (await freePort());
	const program = options.file ? [options.file] : ["build/server/server.js", options.role ?? "all"];
	const child = spawn(process.execPath, program, {
		stdio: ["ignore", "pipe", "pipe"],
		env: {
			PATH: process.env.PATH,
			HOME: process.env.HOME,
			HOST: "127.0.0.1",
			PORT: String(port),
			WORKER_PORT: String(port),
			NODE_ENV: "production",
			...options.env,
		},
	});
	const app = wrap(child, `http://127.0.0.1:${port}`);
	started.push(app);
	await untilReady(app, child, options.readyWithin ?? 60_000);
	return app;
}

/**
 * A port nobody listens on at this moment, below those that systems give out by themselves: one of them may be another
 * program's before a process of ours has started.
 */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < 50; tries++) {
		const port = 12_000 + Math.floor(Math.random() * 20_000);
		const server = createServer().listen(port, "127.0.0.1");
		const isFree = await Promise.race([
			once(server, "listening").then(() => true),
			once(server, "error").then(() => false),
		]).catch(() => false);
		if (!isFree) continue;
		server.close();
		await once(server, "close");
		return port;
	}
	throw new Error("no port is free");
}

function wrap(child: ChildProcess, url: string): AppProcess {
	let written = "";
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (written += chunk));
	const ended = new Promise<number | NodeJS.Signals>((resolve) =>
		child.once("close", (code, signal) => resolve(code ?? signal ?? 1)),
	);
	const kill = (signal: NodeJS.Signals) => {
		child.kill(signal);
		return ended;
	};
	const stop = async (timeoutMs = 10_000) => {
		const inTime = await Promise.race([kill("SIGTERM").then(() => true), sleep(timeoutMs, false, { ref: false })]);
		if (inTime) return;
		await kill("SIGKILL");
		throw new Error(`did not stop within ${timeoutMs} ms of SIGTERM:\n${written}`);
	};
	return { url, pid: child.pid!, output: () => written, kill, stop };
}

async function untilReady(app: AppProcess, child: ChildProcess, timeoutMs: number): Promise<void> {
	const deadline = performance.now() + timeoutMs;
	while (performance.now() < deadline) {
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new Error(`ended with ${child.exitCode ?? child.signalCode} before it was ready:\n${app.output()}`);
		}
		const response = await fetch(`${app.url}/api/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
		if (response?.status === 200) return;
		await sleep(50);
	}
	await app.kill("SIGKILL");
	throw new Error(`not ready after ${timeoutMs} ms:\n${app.output()}`);
}
