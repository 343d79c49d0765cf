import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { addDays, dateAt } from "#app/base/time.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { orchestrateJob } from "#app/domain/success/jobs.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { previewRules } from "#app/domain/success/orchestrating/preview-rules.ts";
import { saveRules } from "#app/domain/success/orchestrating/save-rules.ts";
import { scheduleMornings } from "#app/domain/success/orchestrating/schedule-mornings.ts";
import { priorityOf, stagesOf } from "#app/domain/success/rules/decide.ts";
import { DEFAULT_RULES, type PlayRules } from "#app/domain/success/rules/play-rules.ts";
import type { PlayType } from "#app/domain/success/schema.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { waitingJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let other: TestOrg;
const today = () => dateAt(house().database.clock.now().getTime(), "UTC");
const inDays = (days: number) => addDays(today(), days);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	for (const { id } of [org, other])
		await house().database.owner.query(`update organisations set time_zone = 'UTC' where id = $1`, [id]);
});

type Given = { name: string; days?: number | null; arr?: number; owner?: boolean } & Record<string, unknown>;

/** A customer that renews in so many days, with scores as columns and facts. */
async function account(to: TestOrg, { name, days = null, arr = 0, owner = true, ...scores }: Given): Promise<string> {
	return as(to, "user", async (ctx) => {
		const { id } = await createAccount(ctx, {
			name,
			lifecycle: "customer",
			arrCents: arr,
			ownerId: owner ? to.members.user.id : null,
			renewalOn: days === null ? null : inDays(days),
		});
		const { risk = null, health = null, opportunity = null, ...facts } = scores as Record<string, never>;
		await ctx.db.updateTable("accounts").set({ risk, health, opportunity }).where("id", "=", id).execute();
		await ctx.db
			.insertInto("account_facts")
			.values({ org_id: to.id, account_id: id, last_qbr_on: inDays(-5), updated_at: ctx.now, ...facts })
			.execute();
		return id;
	});
}

const run = (to = org) => asActor(to.id, SYSTEM, (ctx) => orchestrate(ctx));
const playsOf = (accountId: string, to = org) =>
	as(to, "viewer", (ctx) =>
		ctx.db
			.selectFrom("plays")
			.selectAll()
			.where("account_id", "=", accountId)
			.orderBy("opened_at")
			.orderBy("id")
			.execute(),
	);
const stagesNow = async (accountId: string) =>
	Object.fromEntries((await playsOf(accountId)).filter((p) => !p.closed_at).map(({ type, stage }) => [type, stage]));

describe("SUCCESS-2 the orchestrator", () => {
	it.each([
		[121, undefined],
		[120, "prepare"],
		[61, "prepare"],
		[60, "critical"],
		[8, "critical"],
		[7, "emergency"],
		[0, "emergency"],
		[-30, "emergency"],
	])("SUCCESS-2 an account that renews in %i days is at %s", async (days, stage) => {
		const id = await account(org, { name: `In ${days}`, days });
		await run();
		expect(await stagesNow(id)).toEqual(stage ? { renewal: stage } : {});
	});

	it("SUCCESS-2 risk, opportunity and strategic plays stand beside the renewal; no customer has none", async () => {
		const id = await account(org, {
			name: "Everything",
			days: 30,
			arr: 40_000_000,
			risk: 85,
			health: 90,
			opportunity: 75,
			plan: "strategic",
			last_qbr_on: inDays(-120),
		});
		const former = await account(org, { name: "Former", days: 5 });
		await as(org, "user", (ctx) =>
			ctx.db.updateTable("accounts").set({ lifecycle: "former" }).where("id", "=", former).execute(),
		);
		await run();
		expect(await stagesNow(id)).toEqual({
			renewal: "critical",
			risk: "save",
			opportunity: "expand",
			strategic: "review",
		});
		expect(await stagesNow(former)).toEqual({});
	});

	it("SUCCESS-2 running again writes nothing, not even a row version", async () => {
		await run();
		const rows = () => house().database.owner.query("select xmin::text, ctid::text, id from plays order by id");
		const before = await rows();
		expect(before.length).toBeGreaterThan(5);
		expect(await run()).toEqual({ opened: 0, closed: 0, changed: 0 });
		expect(await rows()).toEqual(before);
	});

	it("SUCCESS-2 another organisation's accounts are neither looked at nor changed", async () => {
		const theirs = await account(other, { name: "Theirs", days: 3 });
		await run();
		expect(await playsOf(theirs, other)).toEqual([]);
		expect(await playsOf(theirs)).toEqual([]);
		await run(other);
		expect(await playsOf(theirs, other)).toHaveLength(1);
	});

	it("SUCCESS-2 what was done is not asked for again of the same renewal, and is of the next", async () => {
		const id = await account(org, { name: "Renewed", days: 20 });
		await run();
		await as(org, "user", (ctx) =>
			ctx.db.updateTable("plays").set({ state: "done", closed_at: ctx.now }).where("account_id", "=", id).execute(),
		);
		expect((await run()).opened).toBe(0);
		await as(org, "user", (ctx) =>
			ctx.db
				.updateTable("accounts")
				.set({ renewal_on: inDays(21) })
				.where("id", "=", id)
				.execute(),
		);
		expect((await run()).opened).toBe(1);
	});

	it("SUCCESS-2 the bound of critical from 60 to 45 is previewed without a write, and then applied", async () => {
		const stays = await account(org, { name: "Forty", days: 40 });
		const moves = await account(org, { name: "Fifty", days: 50 });
		await run();
		const rules: PlayRules = { ...DEFAULT_RULES, criticalDays: 45 };
		const before = await as(org, "manager", (ctx) => sql`select xmin::text from plays`.execute(ctx.db));
		const preview = await as(org, "manager", (ctx) => previewRules(ctx, rules));
		const after = await as(org, "manager", (ctx) => sql`select xmin::text from plays`.execute(ctx.db));
		expect(after.rows).toEqual(before.rows);
		expect(preview.moves.filter(({ accountId }) => [stays, moves].includes(accountId))).toEqual([
			{ accountId: moves, account: "Fifty", type: "renewal", from: "critical", to: "prepare", endsRun: false },
		]);
		const done = await as(org, "manager", (ctx) => saveRules(ctx, { version: 0, rules }));
		// What moves is exactly what the preview said.
		expect(done).toMatchObject({ opened: preview.count, closed: preview.count });
		expect(await stagesNow(moves)).toEqual({ renewal: "prepare" });
		expect(await stagesNow(stays)).toEqual({ renewal: "critical" });
		const [old] = await playsOf(moves);
		expect(old).toMatchObject({ state: "closed", close_reason: "The stage is now Prepare instead of Critical." });
		await expect(as(org, "manager", (ctx) => saveRules(ctx, { version: 0, rules }))).rejects.toMatchObject({
			status: 409,
		});
		await expect(as(org, "user", (ctx) => previewRules(ctx, rules))).rejects.toMatchObject({ status: 403 });
		await expect(as(org, "user", (ctx) => saveRules(ctx, { version: 1, rules }))).rejects.toMatchObject({
			status: 403,
		});
	});
});

describe("SUCCESS-2 the organisation's morning", () => {
	it("SUCCESS-2 plays are decided at five in the morning of the organisation's own zone, and at no other hour", async () => {
		const tokyo = await makeOrg("Tokyo");
		await house().database.owner.query(`update organisations set time_zone = 'Asia/Tokyo' where id = $1`, [tokyo.id]);
		const asked = async (at: string) => {
			await scheduleMornings(new Date(at));
			const jobs = await waitingJobs(orchestrateJob);
			return jobs.some(({ payload }) => payload.orgId === tokyo.id && payload.accountId === undefined);
		};
		expect(await asked("2030-03-01T05:10:00Z")).toBe(false);
		expect(await asked("2030-03-01T19:10:00Z")).toBe(false);
		expect(await asked("2030-03-01T20:10:00Z")).toBe(true);
	});
});

describe("SUCCESS-3 the priority", () => {
	it("SUCCESS-3 by the statement is what the pure function says, for accounts of every kind, under several rules", async () => {
		const firm = await makeOrg("Oracle");
		await house().database.owner.query(`update organisations set time_zone = 'UTC' where id = $1`, [firm.id]);
		const random = numbers(7);
		const some = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
		const known = new Map<string, Parameters<typeof stagesOf>[0]>();
		for (let index = 0; index < 60; index++) {
			const scores = {
				risk: some([null, 0, 33, 59, 60, 79, 80, 100]),
				health: some([null, 0, 20, 21, 40, 41, 88]),
				opportunity: some([null, 0, 69, 70, 97]),
				utilisation: some([null, 10, 89, 90, 140]),
				usage_trend: some([null, -100, -30, -29, 40]),
				plan: some(["standard", "growth", "strategic"]),
				last_qbr_on: some([null, inDays(-89), inDays(-90), inDays(-400)]),
			};
			const days = some([null, -400, 0, 7, 8, 60, 61, 120, 121]);
			const arr = some([0, 1, 33_333, 12_345_678, 25_000_000, 9_999_999_999_99]);
			const id = await account(firm, { name: `A ${index}`, days, arr, owner: random() > 0.2, ...scores });
			known.set(id, {
				...{
					daysUntil: days,
					arrCents: arr,
					risk: scores.risk,
					health: scores.health,
					opportunity: scores.opportunity,
				},
				...{ utilisation: scores.utilisation, usageTrend: scores.usage_trend, plan: scores.plan },
				...{ daysSinceQbr: scores.last_qbr_on ? days0(scores.last_qbr_on) : 9999, stage: "", load: 0 },
			});
		}
		const others = { ...DEFAULT_RULES, weightStage: 31, weightArr: 29, criticalDays: 45, loadFull: 7, arrFull: 333 };
		for (const [version, rules] of [DEFAULT_RULES, others, { ...others, riskOn: false }].entries()) {
			if (version > 0) await as(firm, "manager", (ctx) => saveRules(ctx, { version: version - 1, rules }));
			else await run(firm);
			const rows = await as(firm, "viewer", (ctx) =>
				ctx.db.selectFrom("plays").selectAll().where("closed_at", "is", null).execute(),
			);
			const load = rows.filter(({ owner_id }) => owner_id).length;
			for (const [id, facts] of known) {
				const mine = rows.filter(({ account_id }) => account_id === id);
				const stages = stagesOf(facts, rules);
				expect(Object.fromEntries(mine.map(({ type, stage }) => [type, stage]))).toEqual(stages);
				for (const row of mine) {
					const stage = stages[row.type as PlayType]!;
					const wanted = priorityOf({ ...facts, stage, load: row.owner_id ? load : 0 }, rules);
					expect({ priority: row.priority, breakdown: row.breakdown }).toEqual(wanted);
				}
			}
		}
	});

	it.each([
		["arr_cents", "accounts", 9_000_000],
		["risk", "accounts", 55],
		["opportunity", "accounts", 40],
		["plan", "account_facts", "growth"],
	] as const)(
		"SUCCESS-3 another %s alone weighs a play anew, and the same again does not",
		async (column, table, value) => {
			const id = await account(org, { name: `Moved ${column}`, days: 30, arr: 100 });
			await run();
			const [before] = await playsOf(id);
			const of = table === "accounts" ? "id" : "account_id";
			const set = () =>
				house().database.owner.query(`update ${table} set ${column} = $2 where ${of} = $1`, [id, value]);
			await set();
			expect(await run()).toEqual({ opened: 0, closed: 0, changed: 1 });
			const [after] = await playsOf(id);
			expect(after!.priority).toBeGreaterThan(before!.priority);
			const parts = Object.values(after!.breakdown as Record<string, { value: unknown; points: number }>);
			expect(parts.map((part) => part.value)).toContain(value);
			expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(after!.priority);
			await set();
			expect(await run()).toEqual({ opened: 0, closed: 0, changed: 0 });
		},
	);

	it("SUCCESS-3 its parts add up to it, and each says what it looked at", async () => {
		const id = await account(org, { name: "Shown", days: 5, arr: 12_500_000, risk: 50, plan: "growth" });
		await run();
		const [play] = (await playsOf(id)).filter(({ type }) => type === "renewal");
		const parts = Object.values(play!.breakdown as Record<string, { points: number; of: number }>);
		expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(play!.priority);
		expect(parts.reduce((sum, { of }) => sum + of, 0)).toBe(1_000);
		expect(play!.breakdown).toMatchObject({
			stage: { value: "emergency", points: 400, of: 400 },
			arr: { value: 12_500_000, points: 100, of: 200 },
			risk: { value: 50, points: 75, of: 150 },
			plan: { value: "growth", points: 50, of: 100 },
		});
	});
});

const days0 = (day: string) => Math.round((Date.parse(today()) - Date.parse(day)) / 86_400_000);

/** Numbers that are the same each time. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}
