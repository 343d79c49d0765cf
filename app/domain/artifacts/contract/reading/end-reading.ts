import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { asSystem, type Ctx } from "#db/context.ts";
import { listDeadJobs } from "#db/jobs/queue-stats.ts";
import { readContractJob } from "../../jobs.ts";

/**
 * A contract that is not read ends with why, in words for people; `isForGood`: another try would say the same. One that is read is left as it is.
 */
export async function failReading(
	ctx: Ctx,
	contractId: string,
	reason: string,
	{ isForGood = false }: { isForGood?: boolean } = {},
): Promise<void> {
	authorize(ctx, "success.work");
	await ctx.db
		.updateTable("contract_files")
		.set({ state: "failed", reason, never_reads: isForGood })
		.where("id", "=", contractId)
		.where("state", "in", ["waiting", "reading"])
		.execute();
}

/** Keeps why a try of reading a contract broke off: for whoever waits, and after the last try as its end. */
export async function noteBrokenTry(
	ctx: Ctx,
	contractId: string,
	{ error, isLast }: { error: unknown; isLast: boolean },
): Promise<void> {
	authorize(ctx, "success.work");
	const cause = causeOf(error instanceof Error ? error.message : String(error));
	if (isLast) return failReading(ctx, contractId, whyFailed(cause));
	await ctx.db
		.updateTable("contract_files")
		.set({ reason: `The last try broke off: ${cause}` })
		.where("id", "=", contractId)
		.where("state", "in", ["waiting", "reading"])
		.execute();
}

/**
 * Ends contracts whose last try ended with its process, so that nothing could be said of it: they lie with the jobs that
 * nobody tries any more. One that was asked for again since is left to that. Returns how many there were.
 */
export async function sweepReadings(): Promise<number> {
	const dead = (await listDeadJobs(readContractJob.name, "contractId")).flatMap(({ payload, reason }) => {
		const { data } = readContractJob.payload.safeParse(payload);
		return data ? [{ ...data, reason: whyFailed(causeOf(reason ?? "")) }] : [];
	});
	if (dead.length === 0) return 0;
	const column = (name: "orgId" | "contractId" | "reason") => dead.map((one) => one[name]);
	return asSystem(async (db) => {
		const { numAffectedRows } = await sql`
			update contract_files f set state = 'failed', reason = d.reason
			from (select distinct on (org_id, id) * from unnest(${column("orgId")}::uuid[], ${column("contractId")}::uuid[],
				${column("reason")}::text[]) with ordinality as d (org_id, id, reason, n) order by org_id, id, n) d
			where f.org_id = d.org_id and f.id = d.id and f.state in ('waiting', 'reading')`.execute(db);
		return Number(numAffectedRows ?? 0);
	});
}

const whyFailed = (cause: string) => `Every try broke off. The last one: ${cause}`;

const OUR_WORDS: readonly [RegExp, string][] = [
	[/^took longer than|timed out|timeout/i, "it took longer than five minutes."],
	[/its process (?:died|stopped)|heartbeat/i, "the server stopped while it was being read."],
];

/** A failure as a sentence's end, cut: machines' words come last and short. */
function causeOf(message: string): string {
	const known = OUR_WORDS.find(([words]) => words.test(message))?.[1];
	if (known) return known;
	const plain = message
		.replace(/[\s\p{C}]+/gu, " ")
		.trim()
		.slice(0, 200)
		.replace(/\.$/, "");
	return plain === "" ? "this server does not know why." : `this server says “${plain}”.`;
}
