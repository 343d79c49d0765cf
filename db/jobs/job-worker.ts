import { setTimeout as sleep } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { JobContract } from "./job-contract.ts";

/** How a job ended. A permanent failure goes to its dead letters at once, any other is tried again. */
export type JobEnd = { job: Job; failure?: { message: string; isPermanent: boolean } };

type Parts = {
	boss: PgBoss;
	contract: JobContract<never>;
	/** Runs one job; `signal` fires when its time is up or the process stops. Never rejects. */
	perform(job: Job, signal: AbortSignal): Promise<JobEnd>;
	/** Gives a job that may not be done no further tries, before it is reported. */
	giveUp(job: Job): Promise<void>;
	/** Called after a fetch that filled every free place: there may be more due. `taken` is how many it got. */
	onBacklog(taken: number): Promise<void>;
	onError(error: Error): void;
};

/** How long a job may wait whose notification was lost. */
const POLL_MS = 2_000;
/** What ends within this time is reported together, and what is fetched then fills several places at once. */
const TOGETHER_MS = 4;
const STOPPED = { message: "its process stopped" };

/**
 * Fetches and runs the jobs of one queue, so many at a time as its contract says. Each has a place of its own: one
 * that hangs keeps its own place until its time is up, and no other job waits for it, in being run or in being reported.
 */
export class JobWorker {
	readonly #parts: Parts;
	readonly #running = new Map<Job, AbortController>();
	#ended: JobEnd[] = [];
	#isWoken = false;
	#isStopping = false;
	#isOver = false;
	#beat: NodeJS.Timeout | undefined;
	#rouse: () => void = () => undefined;
	readonly #loop: Promise<void>;

	constructor(parts: Parts) {
		this.#parts = parts;
		const { heartbeatSeconds } = parts.contract;
		// Four in the time: one that the database did not take, or a busy process, is no death.
		if (heartbeatSeconds) this.#beat = setInterval(() => void this.#touch(), heartbeatSeconds * 250).unref();
		this.#loop = this.#run().finally(() => clearInterval(this.#beat));
	}

	/** There may be something to fetch. */
	wake(): void {
		this.#isWoken = true;
		this.#rouse();
	}

	/** Fetches no more; resolves when what runs has ended and is reported. */
	async finish(): Promise<void> {
		this.#isStopping = true;
		this.#rouse();
		await this.#loop;
	}

	/** Gives back what still runs, for another process to take. */
	async giveBack(): Promise<void> {
		this.#isOver = true;
		const held = [...this.#running.keys()];
		for (const stop of this.#running.values()) stop.abort(new Error("the process stops"));
		this.#running.clear();
		this.#rouse();
		if (held.length === 0) return;
		const { boss, contract, onError } = this.#parts;
		await boss.fail(contract.name, held, STOPPED).catch(onError);
	}

	async #run(): Promise<void> {
		let isReported = true;
		while (!this.#isOver && (!this.#isStopping || this.#running.size > 0 || this.#ended.length > 0)) {
			this.#isWoken = false;
			const wasReported: boolean = isReported;
			const mayFetch: boolean = isReported && !this.#isStopping;
			const free: number = mayFetch ? this.#parts.contract.concurrency - this.#running.size : 0;
			// Side by side: what runs meanwhile waits for one trip instead of two before its place is filled again.
			let found = 0;
			[isReported, found] = await Promise.all([this.#report(), free > 0 ? this.#fetch(free) : 0]);
			if (found === free && free > 0) await this.#parts.onBacklog(found);
			// Nothing was fetched while the database took no report, and what woke the loop meanwhile was not heeded.
			if (!wasReported && !this.#isStopping) continue;
			await this.#await(found < free || !isReported);
		}
	}

	/** Until a job ends, or, when there are places free, until there may be more to fetch. */
	async #await(hasPlaces: boolean): Promise<void> {
		if (this.#ended.length === 0 && !(hasPlaces && this.#isWoken)) {
			let timer: NodeJS.Timeout | undefined;
			await new Promise<void>((resolve) => {
				this.#rouse = resolve;
				if (hasPlaces) timer = setTimeout(resolve, POLL_MS);
				if (this.#isStopping && this.#running.size === 0) resolve();
			});
			clearTimeout(timer);
		}
		if (this.#ended.length > 0 && this.#running.size > 0) await this.#gather();
	}

	/**
	 * Waits for others that end soon, at most so long that nobody notices. Half of them is enough: while those are
	 * reported and their places filled again, the other half runs.
	 */
	async #gather(): Promise<void> {
		const half = (this.#running.size + this.#ended.length) / 2;
		let timer: NodeJS.Timeout | undefined;
		await new Promise<void>((resolve) => {
			timer = setTimeout(resolve, TOGETHER_MS);
			this.#rouse = () => {
				if (this.#running.size <= half) resolve();
			};
		});
		clearTimeout(timer);
	}

	/** Says that what runs here is alive. */
	async #touch(): Promise<void> {
		const { boss, contract, onError } = this.#parts;
		const jobs = [...this.#running.keys()];
		if (jobs.length > 0) await boss.touch(contract.name, jobs).catch(onError);
	}

	async #fetch(places: number): Promise<number> {
		const { boss, contract, onError } = this.#parts;
		try {
			const jobs: Job[] = await boss.fetch(contract.name, { batchSize: places });
			if (this.#isOver) {
				// Asked for before the work was given back, and answered after it.
				if (jobs.length > 0) await boss.fail(contract.name, jobs, STOPPED);
				return 0;
			}
			for (const job of jobs) void this.#perform(job);
			return jobs.length;
		} catch (error) {
			onError(error as Error);
			return 0;
		}
	}

	async #perform(job: Job): Promise<void> {
		const stop = new AbortController();
		this.#running.set(job, stop);
		const end = await this.#parts.perform(job, stop.signal);
		// What was given back is another process's.
		if (this.#running.delete(job)) this.#ended.push(end);
		this.#rouse();
	}

	/** Tells the queue what has ended; what it does not hear now is told again. Each is told of the try it was. */
	async #report(): Promise<boolean> {
		const { boss, contract, giveUp, onError } = this.#parts;
		const ended = this.#ended;
		this.#ended = [];
		const failed = ended.filter((end) => end.failure);
		let done = ended.filter((end) => !end.failure);
		try {
			if (done.length > 0) {
				const jobs = done.map(({ job }) => job);
				await boss.complete(contract.name, jobs);
				done = [];
			}
			for (let end = failed[0]; end?.failure; end = failed[0]) {
				if (end.failure.isPermanent) await giveUp(end.job);
				await boss.fail(contract.name, end.job, { message: end.failure.message });
				failed.shift();
			}
			return true;
		} catch (error) {
			onError(error as Error);
			this.#ended.unshift(...done, ...failed);
			await sleep(Math.min(POLL_MS, 500));
			return false;
		}
	}
}
