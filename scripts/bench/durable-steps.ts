import { DBOS } from "@dbos-inc/dbos-sdk";
import pg from "pg";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import { openProviders } from "#app/providers/open.ts";
import { type House, inOrg, setHouse } from "#db/context.ts";
import { makeBenchOrg, median, onDatabase, openHouse, ratioOf, type Stage } from "./stage.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ALONE = 100;
const TOGETHER = 600;
const PLACES = 20;
const KEPT_STEPS = 1_000_000;
const org = newId();
const actor = {
	kind: "api-key",
	id: newId(),
	name: "Bench",
	role: "owner",
	scopes: ["workflows:write", "workflows:run"],
} as const;
const scope = { org, actor, requestId: "bench" };

/**
 * Durable steps: a workflow of three steps, begun and awaited one at a time and twenty at once; ours (a run, its steps
 * and its job in Postgres), DBOS Transact on the same server, and raw SQL with a commit for the start and for each step.
 * "kept": ours beside 1,000,000 finished steps, in a database of its own. Interleaved.
 */
export async function durableSteps({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		await onDatabase(async (keptUrl) => {
			await onDatabase(async (dbosUrl) => {
				await onDatabase(async (rawUrl) => {
					const ours = await openOurs(url);
					const kept = await openOurs(keptUrl, KEPT_STEPS);
					const dbos = await openDbos(dbosUrl);
					const raw = await openRaw(rawUrl);
					const sides: Record<Side, { one(): Promise<void>; close(): Promise<void> }> = { ours, kept, dbos, raw };
					const alone: Rates = { ours: [], kept: [], dbos: [], raw: [] };
					const together: Rates = { ours: [], kept: [], dbos: [], raw: [] };
					// Every connection is opened and has its statements prepared before anything is measured.
					for (const side of SIDES) {
						await rate(() => sides[side].one().catch(() => undefined), 10 * PLACES, PLACES);
						await rate(sides[side].one, 20, 1);
					}
					// As every server does within its first minutes: plans rest on what the tables hold.
					for (const each of [url, keptUrl, dbosUrl, rawUrl]) await analyze(each);
					for (let round = 0; round < ROUNDS; round++) {
						for (const side of SIDES) alone[side].push(await rate(sides[side].one, ALONE, 1));
						for (const side of SIDES) together[side].push(await rate(sides[side].one, TOGETHER, PLACES));
					}
					report("one at a time", alone, say);
					report("twenty at once", together, say);
					await Promise.all([dbos.close(), raw.close()]);
					await kept.close();
					await ours.close();
				});
			});
		});
	});
}

async function analyze(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query("vacuum analyze");
	await client.end();
}

const SIDES = ["ours", "kept", "dbos", "raw"] as const;
type Side = (typeof SIDES)[number];
type Rates = Record<Side, number[]>;

function report(label: string, { ours, kept, dbos, raw }: Rates, say: Stage["say"]): void {
	const wanted = label === "one at a time" ? 2 : 3;
	for (const [side, rates] of Object.entries({ ours, kept, dbos, raw })) {
		say(`${label}, ${side}`.padEnd(40) + `${median(rates).toFixed(0)} workflows/s`);
	}
	say(`${label}, ratio to DBOS (${wanted} or more wanted)`.padEnd(60) + ratioOf(ours, dbos));
	say(`${label}, ratio to raw SQL (0.5 or more wanted)`.padEnd(60) + ratioOf(ours, raw));
	say(`${label}, slower with 1,000,000 steps kept (1.2 or less wanted)`.padEnd(60) + ratioOf(ours, kept));
}

/** Workflows a second, so many under way at a time. */
async function rate(one: () => Promise<void>, count: number, places: number): Promise<number> {
	const began = performance.now();
	let left = count;
	const place = async () => {
		while (left-- > 0) await one();
	};
	await Promise.all(Array.from({ length: places }, place));
	return count / ((performance.now() - began) / 1_000);
}

async function openOurs(url: string, keptSteps = 0) {
	const house = await openHouse(url, { poolSize: 24, works: false });
	await makeBenchOrg(org);
	const { models, http } = openProviders(env());
	const driver = {
		org,
		requestId: "bench",
		outside: { models, http },
		signal: new AbortController().signal,
		now: () => house.database.clock.now(),
	};
	const workflowId = await inOrg(scope, async (ctx) => {
		const graph = {
			nodes: [
				{ id: "start", type: "manual", name: "start" },
				...["a", "b", "c"].map((id) => ({
					id,
					type: "transform",
					name: id,
					settings: { values: [{ name: "n", value: "trigger.n + 1" }] },
				})),
			],
			edges: [
				{ from: "start", port: "next", to: "a" },
				{ from: "a", port: "next", to: "b" },
				{ from: "b", port: "next", to: "c" },
			],
		};
		const { id } = await createWorkflow(ctx, { name: "Bench", graph });
		await publishWorkflow(ctx, id, { version: 1 });
		return id;
	});
	if (keptSteps > 0) await keep(house, workflowId, keptSteps);
	return {
		async one() {
			setHouse(house);
			const run = await runNow(driver, scope, workflowId, { trigger: { n: 1 } });
			if (run?.state !== "succeeded") throw new Error(`the run is ${run?.state}`);
		},
		close: () => house.close(),
	};
}

/** Runs that have ended, of five steps each. */
async function keep({ database }: House, workflowId: string, steps: number): Promise<void> {
	const perRun = 5;
	await database.owner.query(
		`with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, turn, steps_begun, started_by, ended_at)
			select $1, uuidv7(), $2, 1, 'succeeded', 4, $4::int, 'Bench', now() from generate_series(1, $3::int / $4::int)
			returning id
		)
		insert into workflow_steps (org_id, run_id, id, node, state, port, output, ended_at)
		select $1, run.id, uuidv7(), 'a', 'done', 'next', '{"n": 2}', now() from run, generate_series(1, $4::int)`,
		[org, workflowId, steps, perRun],
	);
	await database.owner.inTurn(["vacuum analyze workflow_runs", "vacuum analyze workflow_steps"]);
}

async function openDbos(url: string) {
	DBOS.setConfig({ name: "bench", systemDatabaseUrl: url, systemDatabasePoolSize: 24, logLevel: "error" } as never);
	const step = DBOS.registerStep(async (n: number) => n + 1, { name: "step" });
	const workflow = DBOS.registerWorkflow(
		async (n: number) => {
			const results: number[] = [];
			for (let at = 0; at < 3; at++) results.push(await step(n));
			return results;
		},
		{ name: "three-steps" },
	);
	await DBOS.launch();
	return {
		async one() {
			await workflow(1);
		},
		close: () => DBOS.shutdown(),
	};
}

async function openRaw(url: string) {
	const pool = new pg.Pool({ connectionString: url, max: 24 });
	await pool.query(`
		create table runs (org_id uuid, id uuid, state text, turn int, primary key (org_id, id));
		create table steps (org_id uuid, run_id uuid, id uuid, node text, state text, output jsonb, primary key (org_id, run_id, id))`);
	return {
		async one() {
			const [run, ...steps] = [newId(), newId(), newId(), newId()];
			await pool.query(
				`with r as (insert into runs values ($1, $2, 'running', 0))
				insert into steps values ($1, $2, $3, 'a', 'ready', null)`,
				[org, run, steps[0]],
			);
			for (let at = 0; at < 3; at++) {
				await pool.query(
					`with r as (update runs set turn = turn + 1, state = $5 where org_id = $1 and id = $2),
					s as (update steps set state = 'done', output = $4 where org_id = $1 and run_id = $2 and id = $3)
					${at < 2 ? "insert into steps values ($1, $2, $6, 'b', 'ready', null)" : "select $6::uuid"}`,
					[org, run, steps[at], { n: 2 }, at < 2 ? "running" : "succeeded", steps[at + 1] ?? newId()],
				);
			}
		},
		close: () => pool.end(),
	};
}
