import { beforeAll, describe, expect, it } from "vitest";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { previewRules } from "#app/domain/success/orchestrating/preview-rules.ts";
import { completePlay } from "#app/domain/success/queue/complete-play.ts";
import { DEFAULT_RULES } from "#app/domain/success/rules/play-rules.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makePlay } from "./success-house.ts";

let org: TestOrg;
const made = {} as Record<"one" | "two" | "three" | "four", { accountId: string; playId: string }>;
let passed = 0;
/** Each time some seconds on: a job asked for by another is due in a moment. */
const later = () => {
	passed += 10_000;
	return new Date(Date.now() + passed);
};

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	for (const name of ["one", "two", "three", "four"] as const) made[name] = await makePlay(org, { name, days: 30 });
	await asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx));
	for (let times = 0; times < 3; times++) await runJobs(later());
});

const loadOf = async (playId: string) => {
	const { breakdown } = await as(org, "viewer", ({ db }) =>
		db.selectFrom("plays").select("breakdown").where("id", "=", playId).executeTakeFirstOrThrow(),
	);
	return (breakdown as { load: { value: number } }).load.value;
};
const preview = (change = {}) => as(org, "manager", (ctx) => previewRules(ctx, { ...DEFAULT_RULES, ...change }));

describe("SUCCESS-3 an owner's workload", () => {
	it("SUCCESS-3 that a completed play changes weighs all their other plays within seconds, once", async () => {
		expect(await loadOf(made.two.playId)).toBe(4);
		await as(org, "user", (ctx) => completePlay(ctx, made.one.playId, { outcome: "renewed" }));
		await runJobs(later());
		expect([await loadOf(made.two.playId), await loadOf(made.three.playId)]).toEqual([3, 3]);
		// What is done is not asked for anew by deciding.
		const open = await as(org, "viewer", ({ db }) =>
			db.selectFrom("plays").select("id").where("closed_at", "is", null).execute(),
		);
		expect(open).toHaveLength(3);
	});

	it("SUCCESS-3 that a skipped play changes, too; a snoozed one is still to be done", async () => {
		const until = new Date(Date.now() + 5 * 86_400_000);
		await as(org, "user", (ctx) =>
			executeAction(ctx, { playId: made.two.playId, action: "snooze", until, reason: "" }),
		);
		await runJobs(later());
		expect(await loadOf(made.three.playId)).toBe(3);
		await as(org, "user", (ctx) =>
			executeAction(ctx, { playId: made.four.playId, action: "skip", reason: "They left" }),
		);
		await runJobs(later());
		expect(await loadOf(made.three.playId)).toBe(2);
	});
});

describe("SUCCESS-2 a preview of rules", () => {
	it("SUCCESS-2 names nothing where the rules are what holds, however old the priorities are", async () => {
		await house().database.owner.query("update plays set priority = 1, weighed = 7 where id = $1", [made.three.playId]);
		expect(await preview()).toMatchObject({ count: 0, weighed: 0, weighings: [] });
	});

	it("SUCCESS-2 names the accounts whose priority alone changes, and from what to what", async () => {
		const { count, weighed, weighings } = await preview({ weightLoad: 0, weightRisk: 20 });
		expect([count, weighed]).toEqual([0, 2]);
		expect(weighings.map(({ account, type }) => [account, type])).toEqual([
			["three", "renewal"],
			["two", "renewal"],
		]);
		// 28.0 of its stage, 4.0 of its revenue, and 4.8 of two plays, which weigh no more.
		expect(weighings[0]).toMatchObject({ accountId: made.three.accountId, from: 368, to: 320 });
	});
});
