import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { countQueue, listQueue } from "#app/domain/success/queue/queue-queries.ts";
import { house } from "#db/context.ts";
import { inDays } from "#tests/domain/success/success-house.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";

let org: TestOrg;

beforeAll(async () => {
	await openNativeHouse(24);
	org = await makeOrg();
	await house().database.owner.query("update organisations set time_zone = 'UTC' where id = $1", [org.id]);
});

const customer = (name: string, days: number) =>
	as(org, "user", async (ctx) => {
		const owned = { ownerId: org.members.user.id, renewalOn: inDays(days) };
		return (await createAccount(ctx, { name, lifecycle: "customer", ...owned })).id;
	});
const run = () => asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx));
const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);

describe("SUCCESS many at once", () => {
	it("SUCCESS-2 twenty orchestrations at once open one play an account", async () => {
		for (let index = 0; index < 10; index++) await customer(`Many ${index}`, 30);
		const done = await Promise.all(Array.from({ length: 20 }, run));
		expect(done.reduce((sum, { opened }) => sum + opened, 0)).toBe(10);
		expect(await query("select 1 from plays where closed_at is null")).toHaveLength(10);
	});

	it("SUCCESS-4 twenty open one play at once: one run, one workflow, the same answer", async () => {
		const [play] = await query<{ id: string }>("select id from plays order by id limit 1");
		const opened = await Promise.all(
			Array.from({ length: 20 }, () => as(org, "user", (ctx) => openPlay(ctx, play!.id))),
		);
		expect(new Set(opened.map(({ runId }) => runId)).size).toBe(1);
		expect(opened.filter(({ isResumed }) => !isResumed)).toHaveLength(1);
		expect(await query("select 1 from workflow_runs")).toHaveLength(1);
		expect(await query("select 1 from workflows")).toHaveLength(1);
	});

	it("SUCCESS-4 ten plays of one stage that are opened at once share one workflow", async () => {
		const plays = await query<{ id: string }>("select id from plays where closed_at is null order by id");
		await Promise.all(plays.map(({ id }) => as(org, "user", (ctx) => openPlay(ctx, id))));
		expect(await query("select 1 from workflow_runs")).toHaveLength(10);
		expect(await query("select 1 from workflows")).toHaveLength(1);
	});

	it("SUCCESS-2 a stage that changes while the play is opened keeps the old run, ended with its reason, and doubles nothing", async () => {
		const id = await customer("Between", 30);
		await run();
		const [play] = await query<{ id: string }>("select id from plays where account_id = $1", [id]);
		await query("update accounts set renewal_on = $2 where id = $1", [id, inDays(100)]);
		const [opened] = await Promise.allSettled([as(org, "user", (ctx) => openPlay(ctx, play!.id)), run(), run()]);
		const rows = await query<{ stage: string; state: string; run: string | null; reason: string | null }>(
			`select p.stage, p.state, r.state as run, r.error as reason from plays p
			left join workflow_runs r on r.id = p.run_id where p.account_id = $1 order by p.opened_at, p.id`,
			[id],
		);
		expect(rows.map(({ stage, state }) => [stage, state])).toEqual([
			["critical", "closed"],
			["prepare", "open"],
		]);
		// Whoever came first: the run that began is ended with the play's reason, or none began.
		if (opened!.status === "fulfilled") {
			expect(rows[0]!.run).toBe("cancelled");
			expect(rows[0]!.reason).toContain("The renewal date changed");
		} else expect(rows[0]!.run).toBeNull();
	});

	it("SUCCESS-3 SUCCESS-4 ten thousand accounts are decided at once, again without a write, and a queue is read by its index", async () => {
		const firm = await makeOrg("Large");
		await query(
			`insert into accounts (org_id, id, name, lifecycle, arr_cents, renewal_on, health, risk, opportunity, owner_id)
			select $1, uuidv7(), 'Account ' || g, 'customer', g * 3000, current_date + (g * 37 % 400) - 20, g * 7 % 101,
				g * 13 % 101, g * 29 % 101, ($2::uuid[])[1 + g % 4] from generate_series(1, 10000) g`,
			[firm.id, Object.values(firm.members).map(({ id }) => id)],
		);
		await query("analyze accounts");
		const decide = () => asActor(firm.id, SYSTEM, (ctx) => orchestrate(ctx));
		const first = await decide();
		expect(first.opened).toBeGreaterThan(10_000);
		await query("analyze plays");
		const versions = () => query("select max(xmin::text::bigint)::text as newest, count(*)::int from plays");
		const before = await versions();
		expect(await decide()).toEqual({ opened: 0, closed: 0, changed: 0 });
		expect(await versions()).toEqual(before);
		const plan = await as(firm, "owner", (ctx) =>
			sql<{ "QUERY PLAN": string }>`explain select p.id from plays p where p.org_id = ${firm.id} and p.closed_at is null
				and p.state = 'open' and p.member_id = ${firm.members.owner.id} order by p.priority desc, p.id limit 51`.execute(
				ctx.db,
			),
		);
		expect(plan.rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("plays_queue");
		const { found, whole } = await as(firm, "owner", (ctx) =>
			// The names are found as everywhere by the search's own function, which has its own tests.
			wholeReads(ctx, ["plays"], async () => {
				const ask = { memberId: firm.members.owner.id, q: "account 99" };
				return { page: await listQueue(ctx, ask), figures: await countQueue(ctx, ask.memberId, ask.q) };
			}),
		);
		expect(whole).toEqual([]);
		expect(found.page.data.length).toBeGreaterThan(0);
		expect(found.page.data.every(({ account }) => account.name.startsWith("Account 99"))).toBe(true);
		expect(found.figures.reduce((sum, { here }) => sum + here, 0)).toBeGreaterThanOrEqual(found.page.data.length);
	});

	it("SUCCESS-7 twenty first saves of one form at once make one artifact; what differs among them is told, not lost", async () => {
		const accountId = await customer("Formed", 30);
		const formKey = newId();
		const save = (summary: string) =>
			as(org, "user", (ctx) => createArtifact(ctx, { kind: "assessment", accountId, formKey, content: { summary } }));
		const same = await Promise.all(Array.from({ length: 20 }, () => save("Well")));
		expect(new Set(same.map(({ id }) => id)).size).toBe(1);
		expect(await query("select 1 from artifact_versions where artifact_id = $1", [same[0]!.id])).toHaveLength(1);
		const other = await Promise.allSettled([save("Worse"), save("Well")]);
		expect(other.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
		expect((other[0] as PromiseRejectedResult).reason).toMatchObject({
			status: 409,
			data: { current: { version: 1 } },
		});
		expect(await query("select 1 from artifacts where form_key = $1", [formKey])).toHaveLength(1);
	});
});
