import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { env, readEnv, setEnv } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { followEvents } from "#app/domain/workflows/running/starting/follow-events.ts";
import { registerNodeTypes } from "#app/node-types.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { openDatabase } from "#db/client.ts";
import { house, setEventFollower, setHouse } from "#db/context.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { workflowsHandlers } from "#jobs/workflows/handlers.ts";

// A job process for the jobs of workflows alone, that kills itself (SIGKILL) right before or right after one of the
// commits that a job makes. POST /arm?at=3&phase=before counts from then on; GET /count says how many commits there were.

/** How tests start it. Dozens of starts: each reads what the first has compiled. */
export const flowWorker = (url: string) => ({
	file: import.meta.filename,
	env: { FLOW_DATABASE: url, NODE_COMPILE_CACHE: join(tmpdir(), "perigee-flow-worker") },
});

const within = new AsyncLocalStorage<true>();
let commits = 0;
let armed: { at: number; phase: string } | undefined;

const die = () => process.kill(process.pid, "SIGKILL");

/** Commits are told by their text: the end of a transaction, or a turn of a run, which is one by itself. */
const isCommit = (text: string) => /;\s*commit$/.test(text) || /^\/\* kept \*\/\s+with run as \(/.test(text);

type Sent = string | { text?: string; callback?: (error: unknown, result: unknown) => void };
type Query = (this: unknown, sent: Sent, ...rest: unknown[]) => unknown;

function watchCommits(): void {
	const prototype = pg.Client.prototype as unknown as { query: Query };
	const send = prototype.query;
	prototype.query = function (sent, ...rest) {
		const text = typeof sent === "string" ? sent : (sent.text ?? "");
		if (!within.getStore() || !isCommit(text)) return send.call(this, sent, ...rest);
		commits++;
		const isIt = armed?.at === commits;
		if (!isIt) return send.call(this, sent, ...rest);
		if (armed?.phase === "before") {
			die();
			return new Promise(() => undefined);
		}
		// Sent as it is, on a wire of which nobody here hears the answer any more: it is committed, and nobody knows.
		if (typeof sent !== "string") sent.callback = die;
		const answer = send.call(this, sent, ...rest) as Promise<unknown> | undefined;
		answer?.then?.(die, die);
		return answer instanceof Promise ? new Promise(() => undefined) : answer;
	};
}

async function main(url: string): Promise<void> {
	setEnv(
		readEnv({
			NODE_ENV: "test",
			LOG_LEVEL: "silent",
			SECRET_KEY: "test-secret-key",
			DATABASE_URL: url,
			ALLOW_PRIVATE_TARGETS: "true",
		}),
	);
	const database = openDatabase({ url, poolSize: 12 });
	const queue = new Queue(database, { works: true, onError: () => undefined });
	const live = new Live(database);
	setHouse({ database, queue, live });
	setProviders(openProviders(env()));
	setEventFollower(followEvents);
	registerNodeTypes();
	await live.start();
	await queue.start();
	watchCommits();
	for (const [contract, handle] of workflowsHandlers) {
		queue.work(
			contract,
			(payload, job) =>
				within.run(true, () =>
					handle(payload, { requestId: newId(), signal: job.signal, now: house().database.clock.now() }),
				),
			live,
		);
	}
	createServer((message, response) => {
		const asked = new URL(message.url ?? "/", "http://localhost");
		if (asked.pathname === "/arm") {
			commits = 0;
			armed = { at: Number(asked.searchParams.get("at")), phase: asked.searchParams.get("phase") ?? "" };
		}
		response.end(String(commits));
	}).listen(Number(process.env.PORT), "127.0.0.1");
	process.once("SIGTERM", async () => {
		await queue.stop();
		await live.close();
		await database.close();
		process.exit(0);
	});
}

if (process.env.FLOW_DATABASE) await main(process.env.FLOW_DATABASE);
