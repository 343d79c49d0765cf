import type { Transaction } from "kysely";
import { fromKysely, type Job, type JobInsert, PgBoss } from "pg-boss";
import { AppError } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import type { OpenDatabase } from "./client.ts";
import { bossDatabase } from "./jobs/boss-database.ts";
import { giveUpDead } from "./jobs/dead-processes.ts";
import { FairTurns } from "./jobs/fair-turns.ts";
import type { JobContract, JobOptions } from "./jobs/job-contract.ts";
import { type JobEnd, JobWorker } from "./jobs/job-worker.ts";
import type { Live } from "./live.ts";
import { followOrigin, type Origin, takeOrigin, withOrigin } from "./recording/origin.ts";
import type { Database } from "./types.ts";

/** How often a working process looks for jobs of processes that died. */
const WATCH_MS = 15_000;

/** `isLastTry`: should it fail now, it goes to its dead letters. */
type Doing = { id: string; signal: AbortSignal; isLastTry: boolean };
type Handler<Payload> = (payload: Payload, job: Doing) => Promise<unknown>;

/** A failure that another try cannot mend: the job goes to its dead letters at once, with the reason. */
export class PermanentFailure extends Error {}

/**
 * The job queue of one process. Jobs are added inside the caller's transaction; the wake-up follows its commit
 * (`Live`), coalesced, because a NOTIFY inside every transaction costs half the write rate. A slow poll is the net.
 */
export class Queue {
	readonly #boss: PgBoss;
	readonly #handle: ReturnType<typeof bossDatabase>;
	readonly #workers = new Map<string, JobWorker>();
	readonly #turns: FairTurns;
	readonly #onError: (error: Error) => void;
	readonly #clock: OpenDatabase["clock"];
	readonly #works: boolean;
	#watch: NodeJS.Timeout | undefined;
	#started = false;

	constructor(database: OpenDatabase, options: { works: boolean; onError: (error: Error) => void }) {
		this.#clock = database.clock;
		this.#works = options.works;
		this.#onError = options.onError;
		this.#handle = bossDatabase(database, options.works ? 8 : 2);
		this.#turns = new FairTurns(this.#handle);
		this.#boss = new PgBoss({
			db: this.#handle,
			backend: database.kind === "embedded" ? "pglite" : "postgres",
			supervise: options.works,
			schedule: options.works,
			migrate: false,
			createSchema: false,
			// No job here waits for another one's end. Looking for such, every five seconds, may read all that is kept.
			flowIntervalSeconds: 86_400,
		});
		this.#boss.on("error", options.onError);
	}

	/**
	 * Connects and reads every queue once: a queue first looked up inside a transaction would hang. A start that failed
	 * leaves nothing running, so that it can be tried again.
	 */
	async start(): Promise<void> {
		try {
			await this.#boss.start();
		} catch (error) {
			await this.#boss.stop({ graceful: false, close: false }).catch(this.#onError);
			throw error;
		}
		this.#started = true;
		if (!this.#works) return;
		const look = () => void giveUpDead(this.#boss, this.#handle).catch(this.#onError);
		this.#watch = setInterval(look, WATCH_MS).unref();
	}

	/**
	 * Adds jobs to one queue in the caller's transaction. They exist if and when it commits. `origin`: the run that they
	 * follow from; what they do is counted as its consequence.
	 */
	async add<Payload>(
		trx: Transaction<Database>,
		contract: JobContract<Payload>,
		entries: { payload: Payload; options?: JobOptions }[],
		origin?: Origin | undefined,
	): Promise<void> {
		if (!this.#started) throw new Error("the queue was not started");
		const now = this.#clock.now();
		const jobs = entries.map(({ payload, options }): JobInsert => {
			const key = options?.key ?? contract.key?.(payload);
			return {
				// In the order of time, so that neighbours in the queue are neighbours in the index.
				id: newId(),
				data: withOrigin(contract.payload.parse(payload) as object, origin, options?.after, now),
				...(options?.after ? { startAfter: options.after } : {}),
				...(options?.priority === undefined ? {} : { priority: options.priority }),
				...(key === undefined ? {} : { singletonKey: key }),
			};
		});
		await this.#boss.insert(contract.name, jobs, { db: fromKysely(trx as never) });
	}

	/** Starts to run a contract's jobs; each succeeds or fails alone, and waits for none of the others. */
	work<Payload>(contract: JobContract<Payload>, handler: Handler<Payload>, live?: Live): void {
		if (this.#workers.has(contract.name)) throw new Error(`${contract.name} is worked on already`);
		const worker = new JobWorker({
			boss: this.#boss,
			contract: contract as unknown as JobContract<never>,
			perform: (job, stop) => perform(contract, handler, job, stop),
			giveUp: (job) => this.#giveUp(job),
			onBacklog: (taken) => this.#turns.share(contract.name, taken).catch(this.#onError),
			onError: this.#onError,
		});
		this.#workers.set(contract.name, worker);
		live?.onJobs(contract.name, () => worker.wake());
	}

	/** Tells this process's worker of a queue that there is something to fetch. */
	wake(name: string): void {
		this.#workers.get(name)?.wake();
	}

	/**
	 * Files the product's cron entries, all of them: they are kept in the database, so that with several processes each
	 * fires once, and what is listed no longer is taken out.
	 */
	async schedule(entries: readonly (readonly [JobContract<never>, string])[]): Promise<void> {
		const names = new Set(entries.map(([contract]) => contract.name));
		for (const { name } of await this.#boss.getSchedules()) if (!names.has(name)) await this.#boss.unschedule(name);
		for (const [contract, cron] of entries) await this.#boss.schedule(contract.name, cron, {});
	}

	/** pg-boss itself, for the administrator's jobs page only. */
	get boss(): PgBoss {
		return this.#boss;
	}

	/** Stops fetching and waits for the jobs under way (25 s at most); jobs can still be added. */
	async finishWork(): Promise<void> {
		const late = new Promise<void>((resolve) => setTimeout(resolve, 25_000).unref());
		await Promise.race([late, Promise.all([...this.#workers.values()].map((worker) => worker.finish()))]);
	}

	/** Finishes the work, gives back what did not end in time and closes the connections. */
	async stop(): Promise<void> {
		clearInterval(this.#watch);
		if (this.#started) {
			await this.finishWork();
			await Promise.all([...this.#workers.values()].map((worker) => worker.giveBack()));
			await this.#boss.stop({ graceful: false, close: false });
		}
		await this.#handle.close();
	}

	/** A job without tries left goes to its dead letters when it fails (pg-boss offers no shorter way for one job). */
	async #giveUp(job: Job): Promise<void> {
		await this.#handle.executeSql(
			"update pgboss.job set retry_limit = retry_count where name = $1 and id = $2 and state::text = 'active' and retry_count = $3",
			[job.name, job.id, job.retryCount],
		);
	}
}

async function perform<Payload>(
	contract: JobContract<Payload>,
	handler: Handler<Payload>,
	job: Job,
	stop: AbortSignal,
): Promise<JobEnd> {
	try {
		const { payload, origin } = takeOrigin(job.data);
		const parsed = contract.payload.safeParse(payload);
		if (!parsed.success) throw new PermanentFailure(`payload refused: ${parsed.error.message}`);
		await inTime(contract.expireSeconds, (late) =>
			followOrigin(origin, async () => {
				const isLastTry = job.retryCount >= contract.retry.limit;
				return handler(parsed.data, { id: job.id, signal: AbortSignal.any([stop, late]), isLastTry });
			}),
		);
		return { job };
	} catch (error) {
		const message = keepable(error instanceof Error ? error.message : String(error));
		return { job, failure: { message, isPermanent: isPermanent(error) } };
	}
}

/** Words of strangers get into failures. Postgres keeps no NUL and no half character, and a report must be taken. */
function keepable(message: string): string {
	return message.slice(0, LONGEST_MESSAGE).replaceAll("\0", " ").toWellFormed();
}

const LONGEST_MESSAGE = 8_000;

/** What is absent, forbidden, gone or unacceptable now is so at the next try; a conflict or a limit may pass. */
export function isPermanent(error: unknown): boolean {
	return error instanceof PermanentFailure || (error instanceof AppError && PERMANENT.has(error.status));
}

const PERMANENT = new Set([400, 403, 404, 410, 413, 415, 422]);

/** Runs one job within its time, less what it takes to report, so that it is not given to another worker meanwhile. */
async function inTime(seconds: number, run: (late: AbortSignal) => Promise<unknown>): Promise<void> {
	const late = new AbortController();
	const limit = Math.max(500, seconds * 1_000 - 1_000);
	let timer: NodeJS.Timeout | undefined;
	const overrun = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => {
			const error = new Error(`took longer than ${Math.round(limit / 1_000)} s`);
			late.abort(error);
			reject(error);
		}, limit);
	});
	try {
		await Promise.race([run(late.signal), overrun]);
	} finally {
		clearTimeout(timer);
	}
}
