import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { inOrg, setHouse } from "#db/context.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { makeBenchOrg, median, onDatabase, openHouse, ratioOf, type Stage } from "./stage.ts";

const JOBS = 50_000;
const CHUNK = 5_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const org = newId();
const actor = { kind: "system", name: "Bench" } as const;

const trivial = defineJob({
	name: "bench.trivial",
	payload: z.object({ orgId: z.uuid(), n: z.int() }),
	concurrency: 100,
});
const earlier = defineJob({
	name: "bench.earlier",
	payload: z.object({ orgId: z.uuid(), n: z.int() }),
	concurrency: 100,
});

const emptyContext = () => inOrg({ org, actor, requestId: "bench" }, async () => undefined);

const more = [trivial, earlier] as unknown as JobContract<never>[];

type BenchHouse = Awaited<ReturnType<typeof openHouse>>;

/**
 * Burst: 50,000 trivial jobs through our contracts, each with an empty context, against graphile-worker with
 * batching doing the same; "stale" is right after another queue was drained and analysed, "fresh" is not; "kept" is in
 * a second database that keeps 1,000,000 finished jobs. Interleaved.
 */
export async function burst({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		await onDatabase(async (keptUrl) => {
			const counter = { left: 0, done: () => {} };
			const handle = async () => {
				await emptyContext();
				if (--counter.left === 0) counter.done();
			};
			const house = await openWorkingHouse(url, handle);
			const kept = await openWorkingHouse(keptUrl, handle);
			await keepMillion(kept.database.owner);
			const graphile = await openGraphile(url, handle);
			const rate = (add: () => Promise<void>, where = house) => {
				setHouse(where);
				return jobsPerSecond(counter, add);
			};
			report(await compare({ house, kept, rate, graphile }), say);
			await graphile.stop();
			await house.close();
			await kept.close();
		});
	});
}

async function openWorkingHouse(url: string, handle: () => Promise<void>): Promise<BenchHouse> {
	const house = await openHouse(url, { poolSize: 10, works: true, more });
	await makeBenchOrg(org);
	house.queue.work(trivial, handle, house.live);
	house.queue.work(earlier, handle, house.live);
	return house;
}

type Sides = {
	house: BenchHouse;
	kept: BenchHouse;
	rate(add: () => Promise<void>, where?: BenchHouse): Promise<number>;
	graphile: { add(): Promise<void> };
};
type Rates = Record<"stale" | "fresh" | "theirs" | "kept", number[]>;

async function compare({ house, kept, rate, graphile }: Sides): Promise<Rates> {
	const rates: Rates = { stale: [], fresh: [], theirs: [], kept: [] };
	const { owner } = house.database;
	for (let round = 0; round < ROUNDS; round++) {
		await owner.exec("delete from pgboss.job_common where state = 'completed'");
		await owner.exec("analyze pgboss.job_common");
		rates.fresh.push(await rate(() => enqueueBurst(trivial)));
		await owner.exec("analyze pgboss.job_common");
		rates.stale.push(await rate(() => enqueueBurst(earlier)));
		rates.theirs.push(await rate(() => graphile.add()));
		rates.kept.push(await rate(() => enqueueBurst(trivial), kept));
	}
	return rates;
}

function report({ stale, fresh, theirs, kept }: Rates, say: Stage["say"]): void {
	const line = (label: string, rates: number[]) => say(`${label.padEnd(49)}${median(rates).toFixed(0)} jobs/s`);
	line("ours, right after a drained and analysed queue", stale);
	line("ours, fresh", fresh);
	line("ours, with 1,000,000 finished jobs kept", kept);
	line("graphile-worker with batching", theirs);
	say(`ratio to graphile-worker (1 or more wanted)      ${ratioOf(stale, theirs)}`);
	say(`ratio stale to fresh (0.8 or more wanted)        ${ratioOf(stale, fresh)}`);
	say(`ratio kept to fresh (flat is wanted)             ${ratioOf(kept, fresh)}`);
}

/** From the first job added to the last one done. */
async function jobsPerSecond(counter: Counter, add: () => Promise<void>): Promise<number> {
	const finished = expect(counter);
	const began = performance.now();
	await add();
	await finished;
	return JOBS / ((performance.now() - began) / 1000);
}

async function enqueueBurst(contract: typeof trivial): Promise<void> {
	for (let from = 0; from < JOBS; from += CHUNK) {
		const jobs = Array.from({ length: CHUNK }, (_, n) => ({ payload: { orgId: org, n: from + n } }));
		await inOrg({ org, actor, requestId: "bench" }, (ctx) => ctx.enqueueMany(contract, jobs));
	}
}

type Counter = { left: number; done: () => void };

function expect(counter: Counter): Promise<void> {
	counter.left = JOBS;
	return new Promise((resolve) => {
		counter.done = resolve;
	});
}

async function openGraphile(url: string, handle: () => Promise<void>) {
	const pgPool = new pg.Pool({ connectionString: url, max: 14 });
	pgPool.on("error", () => undefined);
	const utils = await makeWorkerUtils({ pgPool, logger: new Logger(() => () => undefined) });
	await utils.migrate();
	const runner = await run({
		pgPool,
		noHandleSignals: true,
		taskList: { trivial: handle },
		preset: {
			worker: {
				concurrentJobs: 100,
				localQueue: { size: 500 },
				completeJobBatchDelay: 0,
				failJobBatchDelay: 0,
				logger: new Logger(() => () => undefined),
			},
		} as never,
	});
	return {
		async add() {
			for (let from = 0; from < JOBS; from += CHUNK) {
				await utils.addJobs(
					Array.from({ length: CHUNK }, (_, n) => ({ identifier: "trivial", payload: { orgId: org, n: from + n } })),
				);
			}
		},
		async stop() {
			await runner.stop();
			await utils.release();
			await pgPool.end();
		},
	};
}

/** Fills the jobs table with finished jobs, as a busy week leaves it, and lets the server settle. */
async function keepMillion(owner: { exec(text: string): Promise<void> }): Promise<void> {
	await owner.exec(`
		insert into pgboss.job_common (name, data, state, created_on, started_on, completed_on, policy)
		select 'bench.trivial', '{}', 'completed', now() - interval '1 day', now() - interval '1 day', now(), 'standard'
		from generate_series(1, 1000000)`);
	// A vacuum takes no transaction around it, nor a second statement beside it.
	await owner.exec("vacuum analyze pgboss.job_common");
	await owner.exec("checkpoint");
}
