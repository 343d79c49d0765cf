import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { sleep } from "./stage.ts";

/** A program of ours or of a peer, in a process of its own, answering at `url`. */
export type Running = { url: string; port: number; pid: number; stop(): Promise<void>; kill(): Promise<void> };

let nextPort = 4300 + Math.floor(Math.random() * 400);

/** Starts the built server in a role on a database. Resolves when it is ready. */
export function startServer(
	role: "web" | "worker" | "all",
	url: string,
	env: Record<string, string> = {},
): Promise<Running> {
	return startProgram(["build/server/server.js", role], "/api/ready", {
		DATABASE_URL: url,
		SECRET_KEY: "a-key-for-benchmarks",
		LOG_LEVEL: "error",
		...env,
	});
}

/** Starts a peer program (a TypeScript file beside the benches). Resolves when it answers. */
export function startPeer(file: string, url: string, env: Record<string, string> = {}): Promise<Running> {
	return startProgram([`scripts/bench/peers/${file}`], "/ready", { DATABASE_URL: url, ...env });
}

/** Starts any program of Node's, which listens on PORT. Resolves when the path `ready` answers, within so many seconds. */
export async function startProgram(
	args: string[],
	ready: string,
	env: Record<string, string>,
	{ cwd, seconds = 30 }: { cwd?: string; seconds?: number } = {},
): Promise<Running> {
	const port = nextPort++;
	const child = spawn(process.execPath, args, {
		stdio: ["ignore", "ignore", "inherit"],
		...(cwd ? { cwd } : {}),
		env: {
			...process.env,
			NODE_ENV: "production",
			...env,
			PORT: String(port),
			WORKER_PORT: String(port),
			HOST: "127.0.0.1",
		},
	});
	const url = `http://127.0.0.1:${port}`;
	for (let tries = 0; tries < seconds * 10; tries++) {
		if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
		const answered = await fetch(url + ready).then(
			(response) => response.ok,
			() => false,
		);
		if (answered)
			return { url, port, pid: child.pid!, stop: () => end(child, "SIGTERM"), kill: () => end(child, "SIGKILL") };
		await sleep(100);
	}
	child.kill("SIGKILL");
	throw new Error(`${args.join(" ")} was not ready in time`);
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) return resolve();
		child.once("exit", () => resolve());
		child.kill(signal);
		setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
	});
}

/** Milliseconds of processor time that a process has used, as Linux counts it: hundredths of a second. */
export function cpuOf({ pid }: Running): number {
	// proc(5): fields 14 and 15, counted behind the name in brackets, which may hold anything.
	const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ").slice(11, 13);
	return (Number(user) + Number(system)) * 10;
}
