import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { wakeRunsJob } from "#app/domain/workflows/jobs.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { registerNodeTypes } from "#app/node-types.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { type Actor, type House, inOrg } from "#db/context.ts";
import { startWorkers } from "#jobs/worker.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, type Stage, sleep } from "./stage.ts";

const WAITING = Number(process.env.BENCH_WAITING ?? 100_000);
const DUE = Number(process.env.BENCH_DUE ?? 10_000);
const SMALL = Math.ceil(DUE / 100);
const IDLE_MS = Number(process.env.BENCH_IDLE_MS ?? 60_000);
const ALONE = 40;

type Firm = { org: string; workflow: string };

/**
 * Runs that wait (FLOW-4): what a job process and its database do in a minute with none and with 100,000 of them; how
 * 10,000 that are due within one minute end, of two firms that have 99 and 1 of a hundred; and how long a step takes after
 * the one before it. One job process, with every job and schedule of the product, in this process.
 */
export async function waiting({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url, { poolSize: 20, works: true });
		setProviders(openProviders(env()));
		registerNodeTypes();
		const [large, small] = [await makeFirm(), await makeFirm()];
		await startWorkers(house.queue, house.live);
		await sleep(3_000);
		sayIdle(say, 0, await idle(house));
		await fill(house, large, WAITING, "now() + interval '1 day' + make_interval(secs => n)");
		await house.database.owner.inTurn(["vacuum analyze workflow_runs", "vacuum analyze workflow_steps"]);
		await sleep(3_000);
		sayIdle(say, WAITING, await idle(house));
		await drain(house, large, small, say);
		await stepToStep(house, small, say);
		await house.close();
	});
}

async function makeFirm(): Promise<Firm> {
	const org = newId();
	await makeBenchOrg(org);
	const transform = (id: string) => ({
		...{ id, type: "transform", name: id },
		settings: { values: [{ name: "n", value: "trigger.n + 1" }] },
	});
	const nodes = [
		{ id: "start", type: "manual", name: "start" },
		{ id: "wait", type: "wait", name: "wait", settings: { amount: 0, unit: "minutes" } },
		...["a", "b", "c"].map(transform),
	];
	const edges = nodes.slice(1).map(({ id }, at) => ({ from: nodes[at]!.id, port: "next", to: id }));
	const workflow = await inOrg(scopeOf(org), async (ctx) => {
		const { id } = await createWorkflow(ctx, { name: "Waits", graph: { nodes, edges } });
		await publishWorkflow(ctx, id, { version: 1 });
		return id;
	});
	return { org, workflow };
}

const scopeOf = (org: string) => ({
	org,
	requestId: "bench",
	actor: {
		...{ kind: "api-key", id: newId(), name: "Bench", role: "owner" },
		scopes: ["workflows:write", "workflows:run"],
	} as Actor,
});

/** Runs that stand at their wait; `due` is SQL over n, the run's number from 1. */
async function fill({ database }: House, { org, workflow }: Firm, count: number, due: string): Promise<void> {
	await database.owner.query(
		`with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, trigger, subject_id, subject_type, turn,
				steps_begun, started_by)
			select $1, uuidv7(), $2, 1, 'waiting', jsonb_build_object('n', n), uuidv7(), 'contact', 1, 2, 'Bench'
			from generate_series(1, $3::int) n returning id, (trigger ->> 'n')::int as n
		), past as (
			insert into workflow_steps (org_id, run_id, id, node, state, port, ended_at)
			select $1, id, uuidv7(), 'start', 'done', 'next', now() from run
		)
		insert into workflow_steps (org_id, run_id, id, node, state, wait_kind, wake_at)
		select $1, id, uuidv7(), 'wait', 'waiting', 'time', ${due} from run`,
		[org, workflow, count],
	);
}

type Work = { cpu: number; statements: number; rows: number; pages: number; active: number };

/** What the process and the database do in a minute of nothing to do. */
async function idle({ database }: House): Promise<Work> {
	const [before, began] = [await counted(database), process.cpuUsage()];
	await sleep(IDLE_MS);
	const cpu = process.cpuUsage(began);
	// What sessions did is counted a second after they did it.
	const after = await counted(database);
	return {
		cpu: (cpu.user + cpu.system) / 1_000,
		statements: after.statements - before.statements,
		rows: after.rows - before.rows,
		pages: after.pages - before.pages,
		active: after.active - before.active,
	};
}

async function counted({ owner }: House["database"]): Promise<Omit<Work, "cpu">> {
	await sleep(1_500);
	const [row] = await owner.query<Omit<Work, "cpu">>(
		`select xact_commit::float8 as statements, (tup_returned + tup_fetched)::float8 as rows,
			(blks_hit + blks_read)::float8 as pages, active_time as active
		from pg_stat_database where datname = current_database()`,
	);
	return row!;
}

function sayIdle(say: Stage["say"], count: number, { cpu, statements, rows, pages, active }: Work): void {
	const figures = `${cpu.toFixed(0)} ms of the process, ${active.toFixed(0)} ms of the database, ${statements} transactions`;
	say(
		`${IDLE_MS / 1_000} s with ${count.toLocaleString("en")} waiting runs`.padEnd(42) +
			`${figures}, ${pages} pages, ${rows} rows`,
	);
}

/** All are due within one minute that has just passed, as after a stop: the hardest case, nothing is spread out. */
async function drain(house: House, large: Firm, small: Firm, say: Stage["say"]): Promise<void> {
	const { owner } = house.database;
	const due = (count: number) => `now() - interval '1 minute' + n * interval '1 minute' / ${count}`;
	await fill(house, large, DUE - SMALL, due(DUE - SMALL));
	await fill(house, small, SMALL, due(SMALL));
	await owner.exec("analyze workflow_runs; analyze workflow_steps");
	const began = performance.now();
	for (const { org } of [large, small]) await wake(org);
	for (;;) {
		await sleep(500);
		const [left] = await owner.query<{ is: boolean }>(
			`select exists (select from workflow_runs where state = 'running')
				or exists (select from workflow_steps where state = 'waiting' and wake_at < now()) as is`,
		);
		if (!left!.is) break;
	}
	const seconds = (performance.now() - began) / 1_000;
	const ends = await owner.query<{ org_id: string; n: number }>(
		"select org_id, (trigger ->> 'n')::int as n from workflow_runs where state = 'succeeded' and subject_id is not null order by ended_at, id",
	);
	const places = (org: string) => ends.flatMap((end, at) => (end.org_id === org ? [at + 1] : []));
	say(
		`${ends.length} of ${DUE} due in one minute drained in ${seconds.toFixed(1)} s, ${(DUE / seconds).toFixed(0)} runs/s`,
	);
	const theirs = places(small.org);
	say(
		`the small firm's ${SMALL} ended at places ${theirs[0]} to ${theirs.at(-1)}, half by ${median(theirs)}, of ${DUE}`,
	);
	for (const { org } of [large, small]) {
		const order = ends.filter((end) => end.org_id === org).map(({ n }, at) => Math.abs(n - (at + 1)));
		say(
			`distance of a run's end from its due place: median ${median(order)}, 99% ${quantile(order, 0.99)}, of ${order.length}`,
		);
	}
}

async function wake(org: string): Promise<void> {
	await inOrg(scopeOf(org), (ctx) => ctx.enqueue(wakeRunsJob, { orgId: org }));
}

/** From a step's commit to the next one's, and from a start to its first step, one run at a time. */
async function stepToStep({ database }: House, { org, workflow }: Firm, say: Stage["say"]): Promise<void> {
	const took: number[] = [];
	for (let at = 0; at < ALONE; at++) {
		const began = performance.now();
		const run = await inOrg(scopeOf(org), (ctx) => startRun(ctx, workflow, { trigger: { n: at } }));
		for (let state = ""; state !== "succeeded"; await sleep(5)) {
			const [row] = await database.owner.query<{ state: string }>("select state from workflow_runs where id = $1", [
				run,
			]);
			state = row!.state;
		}
		took.push(performance.now() - began);
	}
	const steps = await database.owner.query<{ ms: number }>(
		`select (extract(epoch from ended_at - lag(ended_at) over (partition by run_id order by id)) * 1000)::float8 as ms
		from workflow_steps where org_id = $1 and run_id in
			(select id from workflow_runs where org_id = $1 and subject_id is null)`,
		[org],
	);
	const gaps = steps.flatMap(({ ms }) => (ms === null ? [] : [ms]));
	say(`from step to step: median ${median(gaps).toFixed(1)} ms, 99% ${quantile(gaps, 0.99).toFixed(1)} ms (20 wanted)`);
	say(`a run of four steps, from its start to its end: median ${median(took).toFixed(0)} ms`);
}
