import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { Clock } from "#db/clock.ts";
import { house } from "#db/context.ts";
import { schedules } from "#jobs/schedules.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

const AHEAD_MS = 600_000;
/** Loaded before the product, so that it knows no other clock. */
const WRONG_CLOCK = `--import=data:text/javascript,${encodeURIComponent(`
	const Real = Date;
	globalThis.Date = class extends Real {
		constructor(...given) { given.length ? super(...given) : super(Real.now() + ${AHEAD_MS}); }
		static now() { return Real.now() + ${AHEAD_MS}; }
	};`)}`;

describe("OPS-3 a process whose clock is ten minutes ahead", () => {
	let url: string;
	let org: TestOrg;
	let began: number;
	const workers: AppProcess[] = [];

	beforeAll(async () => {
		url = await openNativeHouse();
		org = await makeOrg();
		// Filed by a version before: nothing lists it any more.
		await house().queue.boss.schedule("leads.send-touch", "* * * * *", {});
	});

	test("sends no touch before its time, finds none overdue that is not, and sends those that are due", async () => {
		const [early, due] = [await enrolled(300), await enrolled(5)];
		began = Date.now();
		workers.push(await start({ NODE_OPTIONS: WRONG_CLOCK, LOG_LEVEL: "info" }));
		expect(workers[0]!.output()).toContain("this machine's clock is wrong");
		expect(await readSchedules()).toEqual(schedules.map(([contract]) => contract.name).sort());
		await expect.poll(async () => (await touch(due)).message_id, { timeout: 60_000 }).not.toBeNull();
		expect((await touch(due)).status_at.getTime()).toBeGreaterThanOrEqual((await touch(due)).planned_at.getTime());
		await expect.poll(() => ran("leads.sweep-touches"), { timeout: 100_000, interval: 500 }).toBeGreaterThan(0);
		await sleep(3_000);
		expect(await touch(early)).toMatchObject({ status: "scheduled", message_id: null });
	});

	test("with two right ones beside it, each cron entry fires once a minute", async () => {
		workers.push(...(await Promise.all([start({}), start({})])));
		await sleep(70_000);
		const minutes = Math.floor(Date.now() / 60_000) - Math.floor((began - 60_000) / 60_000);
		for (const [contract, cron] of schedules.filter(([, each]) => each === "* * * * *")) {
			const times = await ran(contract.name);
			expect(times, `${contract.name} ${cron}`).toBeGreaterThan(0);
			expect(times, `${contract.name} ${cron}`).toBeLessThanOrEqual(minutes);
		}
		const twice = await house().database.owner.query(
			`select data ->> 'name' as name, data ->> 'slot' as slot from pgboss.job
			where name = '__pgboss__send-it' group by 1, 2 having count(*) > 1`,
		);
		expect(twice).toEqual([]);
		for (const worker of workers) expect(await worker.kill("SIGTERM")).toBe(0);
	});

	/** A lead whose first touch is an email that is planned in so many seconds, at any time of day. */
	async function enrolled(seconds: number): Promise<{ leadId: string }> {
		const locationId = await makeLocation(org, { zone: "UTC", window: { hours: null, quietHours: null } });
		const { leadId } = await makeLead(org, { locationId });
		await as(org, "owner", (ctx) => enrollLead(ctx, { leadId }));
		const { id } = await touch({ leadId });
		const { owner } = house().database;
		const at = new Date(Date.now() + seconds * 1_000);
		await owner.query("update touches set planned_at = $2, channel = 'email' where id = $1", [id, at]);
		await owner.query(
			"update pgboss.job set start_after = $2 where name = 'leads.send-touch' and data ->> 'touchId' = $1",
			[id, at],
		);
		return { leadId };
	}
	const touch = async ({ leadId }: { leadId: string }) => (await touchesOf(org, leadId))[0]!;
	const start = (env: Record<string, string>) =>
		startApp({ role: "worker", env: { DATABASE_URL: url, SECRET_KEY: "test-secret-key", LOG_LEVEL: "error", ...env } });

	async function ran(name: string): Promise<number> {
		const [row] = await house().database.owner.query<{ count: number }>(
			"select count(*)::int as count from pgboss.job where name = $1 and state = 'completed'",
			[name],
		);
		return row!.count;
	}
	async function readSchedules(): Promise<string[]> {
		const rows = await house().queue.boss.getSchedules();
		return rows.map((row) => row.name).sort();
	}
});

test("OPS-3 a clock is corrected by what the database tells, and noise on the way is not taken for a difference", async () => {
	const told: number[] = [];
	const measure = async (difference: number) => {
		const clock = new Clock(async () => Date.now() + difference);
		await clock.start((ahead) => told.push(ahead));
		clock.stop();
		return clock.now().getTime() - Date.now();
	};
	expect(await measure(-600_000)).toBeCloseTo(-600_000, -2);
	expect(await measure(45_000)).toBeCloseTo(45_000, -2);
	expect(Math.abs(await measure(400))).toBeLessThan(100);
	expect(told.map((each) => Math.round(each / 1_000))).toEqual([600, -45]);
});

test("OPS-3 an answer that was long on its way moves no clock that is right, and still mends one that is wrong", async () => {
	const measure = async (difference: number, before: number, after: number) => {
		const told: number[] = [];
		const clock = new Clock(async () => {
			await sleep(before);
			const answer = Date.now() + difference;
			await sleep(after);
			return answer;
		});
		await clock.start((ahead) => told.push(ahead));
		clock.stop();
		return { by: clock.now().getTime() - Date.now(), told: told.length };
	};
	expect(await measure(0, 2_600, 0)).toEqual({ by: 0, told: 0 });
	expect(await measure(0, 0, 2_600)).toEqual({ by: 0, told: 0 });
	const { by, told } = await measure(-600_000, 2_600, 0);
	expect(told).toBe(1);
	expect(Math.abs(by + 600_000)).toBeLessThan(2_000);
}, 20_000);
