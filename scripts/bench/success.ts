import { sql } from "kysely";
import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { previewRules } from "#app/domain/success/orchestrating/preview-rules.ts";
import { countQueue, listQueue, listQueueMembers } from "#app/domain/success/queue/queue-queries.ts";
import { DEFAULT_RULES } from "#app/domain/success/rules/play-rules.ts";
import { type Actor, type Ctx, inOrg } from "#db/context.ts";
import { makeBenchOrg, median, onDatabase, openHouse, type Stage } from "./stage.ts";

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 10_000);
const MEMBERS = 40;
const ROUNDS = 20;

/**
 * Customer success over many accounts of one organisation, as the application role under row level security: the first
 * decision, the same with nothing changed, one account's change, a change of the rules previewed and applied, and what the
 * pages of a queue take in the database.
 */
export async function success({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		const org = newId();
		await makeBenchOrg(org);
		const members = await fill(client, org);
		await client.query("vacuum analyze");
		const system: Actor = { kind: "system", name: "Bench" };
		const manager: Actor = { kind: "member", id: members[0]!, name: "Bench", role: "manager", userId: newId() };
		const run = <T>(fn: (ctx: Ctx) => Promise<T>, actor: Actor = system) =>
			inOrg({ org, actor, requestId: newId() }, fn);
		const timed = async <T>(fn: () => Promise<T>): Promise<[T, number]> => {
			const began = performance.now();
			const value = await fn();
			return [value, performance.now() - began];
		};
		const [first, firstMs] = await timed(() => run((ctx) => orchestrate(ctx)));
		say(`${ACCOUNTS} accounts decided and scored: ${first.opened} plays opened in ${(firstMs / 1000).toFixed(2)} s`);
		await client.query("vacuum analyze plays");
		const before = await writes(client);
		const again: number[] = [];
		for (let round = 0; round < 5; round++) {
			const [same, ms] = await timed(() => run((ctx) => orchestrate(ctx)));
			if (same.opened + same.closed + same.changed > 0) throw new Error("something changed");
			again.push(ms);
		}
		const after = await writes(client);
		say(`again with nothing changed: ${median(again).toFixed(0)} ms, ${after - before} rows written`);
		say(`one account's event: ${median(await oneAccount(client, org, run)).toFixed(0)} ms`);
		const rules = { ...DEFAULT_RULES, criticalDays: 45 };
		const [preview, previewMs] = await timed(() => run((ctx) => previewRules(ctx, rules), manager));
		say(`critical from 60 to 45 days previewed: ${preview.count} plays would move, ${previewMs.toFixed(0)} ms`);
		for (const [name, memberId] of [
			["a member's queue", members[1]!],
			["everybody's queue", null],
		] as const) {
			const times: number[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				const [, ms] = await timed(() =>
					run(async (ctx) => {
						await listQueue(ctx, { memberId });
						await countQueue(ctx, memberId);
						await listQueueMembers(ctx);
					}, manager),
				);
				times.push(ms);
			}
			const plain = await repeated(() =>
				client.query("select type, count(*) from plays where closed_at is null group by type"),
			);
			say(`one plain count of all plays, for comparison: ${plain.toFixed(1)} ms`);
			say(`${name}, all three queries with their transaction: ${median(times).toFixed(1)} ms`);
		}
		await client.end();
		await house.close();
	});
}

/** The median of a statement's time. */
async function repeated(statement: () => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const began = performance.now();
		await statement();
		times.push(performance.now() - began);
	}
	return median(times);
}

async function fill(client: pg.Client, org: string): Promise<string[]> {
	const members = Array.from({ length: MEMBERS }, () => ({ id: newId(), userId: newId() }));
	for (const { id, userId } of members) {
		const email = `m-${id.slice(-12)}@bench.test`;
		await client.query("insert into users (id, email, name) values ($1, $2, 'Bench')", [userId, email]);
		await client.query(
			"insert into memberships (org_id, id, user_id, role, name, email) values ($1, $2, $3, 'user', 'Bench', $4)",
			[org, id, userId, email],
		);
	}
	const ids = members.map(({ id }) => id);
	await client.query(
		`insert into accounts (org_id, id, name, lifecycle, arr_cents, renewal_on, health, risk, opportunity, owner_id)
		select $1, uuidv7(), 'Account ' || g, 'customer', (random() * 50000000)::bigint, current_date + (g * 37 % 400) - 20,
			g * 7 % 101, g * 13 % 101, g * 29 % 101, ($2::uuid[])[1 + g % ${MEMBERS}] from generate_series(1, ${ACCOUNTS}) g`,
		[org, ids],
	);
	await client.query(
		`insert into account_facts (org_id, account_id, plan, utilisation, usage_trend, last_qbr_on)
		select org_id, id, (array['standard', 'growth', 'strategic'])[1 + (random() * 2)::int], (random() * 110)::int,
			(random() * 120 - 60)::int, current_date - (random() * 200)::int from accounts where org_id = $1`,
		[org],
	);
	return ids;
}

async function oneAccount(
	client: pg.Client,
	org: string,
	run: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
): Promise<number[]> {
	const { rows } = await client.query("select id from accounts where org_id = $1 order by id limit $2", [org, ROUNDS]);
	const times: number[] = [];
	for (const { id } of rows as { id: string }[]) {
		await run((ctx) =>
			sql`update accounts set renewal_on = renewal_on + 61 where org_id = ${org} and id = ${id}`.execute(ctx.db),
		);
		const began = performance.now();
		await run((ctx) => orchestrate(ctx, { accountIds: [id] }));
		times.push(performance.now() - began);
	}
	return times;
}

async function writes(client: pg.Client): Promise<number> {
	await client.query("select pg_stat_force_next_flush()");
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	const { rows } = await client.query(
		`select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as count from pg_stat_user_tables
		where relname in ('plays', 'events', 'workflow_runs', 'play_actions')`,
	);
	return rows[0].count;
}
