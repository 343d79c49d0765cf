import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RateLeases } from "#app/doors/rates/rate-leases.ts";
import { bucketsOf, takeRate } from "#app/doors/rates/rate-limit.ts";
import { asSystem, type House } from "#db/context.ts";
import { openTestHouse } from "#tests/support/house.ts";

// So slow a flow that nothing comes back while a test runs.
const RATE = { capacity: 100, perSecond: 0.001 };
const LEASE_MS = 3_000;

describe("a bucket that several processes take from", () => {
	let house: House;
	let now = 0;
	beforeAll(async () => {
		house = await openTestHouse();
	});
	beforeEach(() => asSystem((db) => db.deleteFrom("rate_limits").execute()));
	const makeProcess = () => new RateLeases(bucketsOf(house.database), () => now);

	test("API all processes together let through what the bucket held, and not one call more", async () => {
		const processes = [makeProcess(), makeProcess(), makeProcess(), makeProcess()];
		const verdicts = await Promise.all(
			Array.from({ length: 400 }, (_, at) => processes[at % processes.length]!.take("busy", RATE)),
		);
		// A share that is held elsewhere is refused here, until it is given back.
		const allowed = verdicts.filter((verdict) => verdict.allowed).length;
		expect(allowed).toBeGreaterThan(100 - 4 * 10);
		expect(allowed).toBeLessThanOrEqual(100);
		for (const each of processes) await each.giveBack({ all: true });
		let rest = 0;
		while ((await processes[0]!.take("busy", RATE)).allowed) rest++;
		expect(allowed + rest).toBe(100);
	});

	test("API a caller who calls seldom is counted call by call, one who calls often in at most a tenth of the bucket", async () => {
		const held: number[] = [];
		const buckets = bucketsOf(house.database);
		const counting = new RateLeases(
			{
				...buckets,
				take(name, rate, wanted) {
					held.push(wanted);
					return buckets.take(name, rate, wanted);
				},
			},
			() => now,
		);
		for (let call = 0; call < 40; call++) expect((await counting.take("often", RATE)).allowed).toBe(true);
		expect(held).toEqual([1, 2, 4, 8, 10, 10, 10]);
		held.length = 0;
		for (let call = 0; call < 5; call++) {
			await counting.take("seldom", RATE);
			now += 2 * LEASE_MS;
			await counting.giveBack();
			now += 2 * LEASE_MS;
			await counting.giveBack();
		}
		expect(held).toEqual([1, 1, 1, 1, 1]);
	});

	test("API who pauses begins again with as many as they called before, and is forgotten after a minute", async () => {
		const held: number[] = [];
		const buckets = bucketsOf(house.database);
		const take: typeof buckets.take = (name, rate, wanted) => {
			held.push(wanted);
			return buckets.take(name, rate, wanted);
		};
		const leases = new RateLeases({ ...buckets, take }, () => now);
		const pause = async (ms: number) => {
			for (let passed = 0; passed < ms; passed += LEASE_MS) {
				now += LEASE_MS;
				await leases.giveBack();
			}
		};
		for (let call = 0; call < 7; call++) await leases.take("pausing", RATE);
		await pause(30_000);
		for (let call = 0; call < 4; call++) await leases.take("pausing", RATE);
		// Of 1 + 2 + 4 the last four were made in one stretch, so four are taken at once after the pause.
		expect(held).toEqual([1, 2, 4, 4]);
		expect(await leftOf("pausing")).toBe(100 - 11);
		await pause(60_000);
		await leases.take("pausing", RATE);
		expect(held).toEqual([1, 2, 4, 4, 1]);
	});

	test("API what is not called within three seconds goes back to the bucket, and is not called afterwards", async () => {
		const [one, other] = [makeProcess(), makeProcess()];
		for (let call = 0; call < 8; call++) await one.take("shared", RATE);
		// Of 1 + 2 + 4 + 8 that were taken, eight were made.
		expect(await leftOf("shared")).toBe(100 - 15);
		now += LEASE_MS;
		await one.giveBack();
		expect(await leftOf("shared")).toBe(100 - 8);
		for (let call = 0; call < 92; call++) expect((await other.take("shared", RATE)).allowed).toBe(true);
		expect(await one.take("shared", RATE)).toMatchObject({ allowed: false });
	});

	test("API what is said to be left is what may still be called", async () => {
		const process = makeProcess();
		for (let call = 1; call <= 100; call++) {
			expect(await process.take("told", RATE)).toEqual({ allowed: true, remaining: 100 - call });
		}
		const refused = await process.take("told", RATE);
		expect(refused).toMatchObject({ allowed: false });
		expect(!refused.allowed && refused.waitSeconds).toBeGreaterThan(900);
	});

	test("ID-1 guesses are counted one by one: none is taken beforehand", async () => {
		for (let call = 0; call < 10; call++) await takeRate("somebody", "guess");
		const { rows } = await fullAt("guess:somebody");
		// Ten calls of one in thirty seconds each.
		expect(Math.round((rows[0]!.full_at.getTime() - Date.now()) / 30_000)).toBe(10);
	});

	const fullAt = async (bucket: string) => ({
		rows: await asSystem((db) => db.selectFrom("rate_limits").select("full_at").where("bucket", "=", bucket).execute()),
	});

	async function leftOf(bucket: string): Promise<number> {
		const { rows } = await fullAt(bucket);
		return Math.round(100 - ((rows[0]!.full_at.getTime() - Date.now()) / 1_000) * RATE.perSecond);
	}
});
