import ipaddr from "ipaddr.js";
import { AppError, tooMany } from "#app/base/errors.ts";
import type { OpenDatabase } from "#db/client.ts";
import { house } from "#db/context.ts";
import { type Taken as Leased, RateLeases } from "./rate-leases.ts";

/** How many calls fit in a bucket, and how many flow back in a second. */
const RATES = {
	"api-key": { capacity: 300, perSecond: 10 },
	member: { capacity: 300, perSecond: 10 },
	address: { capacity: 120, perSecond: 2 },
	"public-token": { capacity: 120, perSecond: 2 },
	guess: { capacity: 20, perSecond: 1 / 30 },
	// Failed guesses only: what succeeds is given back.
	"sign-in-address": { capacity: 30, perSecond: 1 / 20 },
	"sign-in-account": { capacity: 10, perSecond: 1 / 60 },
	"sign-in-everywhere": { capacity: 100, perSecond: 1 / 120 },
	"sign-up-address": { capacity: 10, perSecond: 1 / 360 },
	"mail-address": { capacity: 10, perSecond: 1 / 120 },
	mail: { capacity: 1, perSecond: 1 / 60 },
	// Deliveries refused for their signature, by hook and address.
	"hook-refused": { capacity: 120, perSecond: 2 },
	// Posts to the address of one workflow.
	"workflow-post": { capacity: 300, perSecond: 10 },
	/** Deliveries of what an outside system knows of accounts: a hundred accounts each. */
	"account-post": { capacity: 300, perSecond: 10 },
} as const;

export type RateName = keyof typeof RATES;

/** What is left of a bucket after a call, for the `RateLimit-*` headers. */
export type Allowance = { limit: number; remaining: number; resetSeconds: number };

/**
 * The bucket of a client's address. A household or a rented server holds 2^64 addresses of version 6, so their first
 * 64 bits count as one (RFC 6177).
 */
export function addressBucket(ip: string | undefined): string {
	if (!ip || !ipaddr.isValid(ip)) return "unknown";
	const address = ipaddr.process(ip);
	if (address.kind() === "ipv4") return address.toString();
	return `${address
		.toByteArray()
		.slice(0, 8)
		.map((byte) => byte.toString(16).padStart(2, "0"))
		.join("")}/64`;
}

/** As `takeRate`, for a caller who must not be told: false when the bucket is empty. */
export async function hasRate(bucket: string, rate: RateName): Promise<boolean> {
	return takeRate(bucket, rate).then(
		() => true,
		(error: unknown) => {
			if (error instanceof AppError && error.status === 429) return false;
			throw error;
		},
	);
}

/** Gives one call back to its bucket. */
export async function giveBackRate(bucket: string, rate: RateName): Promise<void> {
	await house().database.guest("select give_rate($1, $2)", [`${rate}:${bucket}`, RATES[rate].perSecond]);
}

type Taken = { allowed: boolean; left_over: number; wait_seconds: number };

/** How many calls a bucket of this kind holds. */
export const limitOf = (rate: RateName): number => RATES[rate].capacity;

/** Those of callers who have proved who they are. Where guessing, mail or strangers are counted, each call is. */
const LEASED: ReadonlySet<RateName> = new Set(["api-key", "member"]);

/**
 * Takes one call from a bucket, kept in Postgres so that every process counts alike. Throws 429 when it is empty. A busy
 * key's calls are taken some at a time: see RateLeases for what that means for the limit.
 */
export async function takeRate(bucket: string, rate: RateName): Promise<Allowance> {
	const { capacity, perSecond } = RATES[rate];
	const remaining = LEASED.has(rate) ? await takeLeased(`${rate}:${bucket}`, rate) : await takeOne(bucket, rate);
	return { limit: capacity, remaining, resetSeconds: Math.ceil((capacity - remaining) / perSecond) };
}

async function takeOne(bucket: string, rate: RateName): Promise<number> {
	const { capacity, perSecond } = RATES[rate];
	const [taken] = await house().database.guest<Taken>("select * from take_rate($1, $2, $3)", [
		`${rate}:${bucket}`,
		capacity,
		perSecond,
	]);
	if (!taken?.allowed) throw tooMany(taken?.wait_seconds ?? 1);
	return taken.left_over;
}

async function takeLeased(bucket: string, rate: RateName): Promise<number> {
	const verdict = await leasesOf(house().database).take(bucket, RATES[rate]);
	if (!verdict.allowed) throw tooMany(verdict.waitSeconds);
	return verdict.remaining;
}

const leases = new WeakMap<OpenDatabase, RateLeases>();

function leasesOf(database: OpenDatabase): RateLeases {
	const known = leases.get(database) ?? new RateLeases(bucketsOf(database));
	leases.set(database, known);
	return known;
}

/** The buckets in a database. */
export function bucketsOf(database: OpenDatabase): ConstructorParameters<typeof RateLeases>[0] {
	return {
		async take(bucket, { capacity, perSecond }, wanted) {
			const values = [bucket, capacity, perSecond, wanted];
			const [taken] = await database.guest<Leased>("select * from take_rates($1, $2, $3, $4)", values);
			return taken!;
		},
		async giveBack(unused) {
			const given = unused.map(({ bucket, calls, rate }) => ({ bucket, calls, per_second: rate.perSecond }));
			await database.guest("select give_rates($1::jsonb)", [JSON.stringify(given)]);
		},
	};
}
