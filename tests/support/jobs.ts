import { newId } from "#app/base/ids.ts";
import { house } from "#db/context.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";
import { dispatchJob } from "#db/recording/dispatch.ts";
import { followOrigin, takeOrigin } from "#db/recording/origin.ts";
import { handlers } from "#jobs/handlers.ts";
import { dispatch } from "#jobs/worker.ts";

type Ran = { name: string; payload: unknown; error?: Error };

/**
 * Runs every job that is due at `now`, and those that they enqueue, until none is left; each runs `times` times
 * (2 proves that running twice does no harm). Returns what ran. A failed job is reported, not thrown, and is gone.
 */
export async function runJobs(now = new Date(), times = 1): Promise<Ran[]> {
	const all = new Map<string, (payload: never) => Promise<void>>(
		handlers.map(([contract, handle]) => [
			contract.name,
			(payload: never) => handle(payload, { requestId: newId(), signal: new AbortController().signal, now }),
		]),
	);
	all.set(dispatchJob.name, dispatch as (payload: never) => Promise<void>);
	const ran: Ran[] = [];
	for (let rounds = 0; rounds < 100; rounds++) {
		const jobs = await takeDue(now);
		if (jobs.length === 0) return ran;
		for (const { name, data: kept } of jobs) {
			const { payload: data, origin } = takeOrigin(kept);
			const handle = all.get(name);
			if (!handle) throw new Error(`no handler for ${name}`);
			let error: Error | undefined;
			for (let time = 0; time < times; time++) {
				await followOrigin(origin, () => handle(data as never)).catch((thrown: Error) => {
					error = thrown;
				});
			}
			ran.push({ name, payload: data, ...(error ? { error } : {}) });
		}
	}
	throw new Error("jobs keep enqueueing jobs");
}

/** The payloads waiting in a queue, due or not, soonest first. */
export async function waitingJobs<P>(contract: JobContract<P>): Promise<{ payload: P; startAfter: Date }[]> {
	const rows = await house().database.owner.query<{ data: P; start_after: Date }>(
		"select data, start_after from pgboss.job where name = $1 and state in ('created', 'retry') order by start_after",
		[contract.name],
	);
	return rows.map((row) => ({ payload: takeOrigin(row.data).payload as P, startAfter: row.start_after }));
}

/** What is due at the test's instant; what was asked for at once is due whichever day the test's clock shows. */
async function takeDue(now: Date): Promise<{ name: string; data: unknown }[]> {
	return house().database.owner.query(
		`delete from pgboss.job where state in ('created', 'retry') and name not like '\\_\\_%' and name not like '%.dead'
			and (start_after <= $1 or start_after = created_on) returning name, data`,
		[now],
	);
}
