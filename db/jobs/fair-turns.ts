import type { bossDatabase } from "./boss-database.ts";

/** The queue's own handle: its plans walk indexes, whatever the statistics say. */
type Handle = Pick<ReturnType<typeof bossDatabase>, "executeSql">;

/** Jobs that each organisation has in a turn, at least. */
const TURN = 10;
/** Backlogs are looked at no more often than this, by each process, nor for more than a tenth of its time. */
const EVERY_MS = 1_000;

/**
 * Shares a queue with a backlog fairly: once a second the first jobs of each organisation are put before the rest,
 * equally many of each, together about as many as were run since the last time. So six hours of one do not keep
 * another's five waiting, whoever came first. Within an organisation its workflows (`workflowId` of the payload) take
 * turns in the same way, so that one of which thousands of runs wait does not hold up the others. A queue that serves one
 * organisation and one workflow alone is left as it is.
 */
export class FairTurns {
	readonly #handle: Handle;
	readonly #queues = new Map<string, { nextLook: number; served: number }>();

	constructor(handle: Handle) {
		this.#handle = handle;
	}

	/** Call with how many jobs were just taken from a queue that has more. Mostly it only counts them. */
	async share(queue: string, taken: number): Promise<void> {
		const known = this.#queues.get(queue) ?? { nextLook: 0, served: 0 };
		this.#queues.set(queue, known);
		known.served += taken;
		const began = performance.now();
		if (began < known.nextLook) return;
		const { served } = known;
		Object.assign(known, { nextLook: began + EVERY_MS, served: 0 });
		await this.#handle.executeSql(SHARE, [queue, served, TURN]);
		const ended = performance.now();
		known.nextLook = ended + Math.max(EVERY_MS, 10 * (ended - began));
	}
}

const endOfLanes = (order: "asc" | "desc") => `
	select concat(data ->> 'orgId', ' ', data ->> 'workflowId') from pgboss.job
	where name = $1 and state in ('created', 'retry', 'active') and data ->> 'orgId' is not null
	order by data ->> 'orgId' ${order}, data ->> 'workflowId' ${order} limit 1`;

// One process at a time for a queue; another's look is as good as one's own. What was put forward and has not been
// taken yet counts, so that nothing piles up before the rest. Whether there is more than one organisation or workflow is
// seen at both ends of the index of unfinished jobs; only then is the backlog read, in the order and by the index of a
// claim.
const SHARE = `
	with gate as materialized (
		select pg_try_advisory_xact_lock(hashtext('perigee fair turns'), hashtext($1)) as is_open
	), ends as materialized (
		select (${endOfLanes("asc")}) is distinct from (${endOfLanes("desc")}) as are_several
	), due as materialized (
		select id, priority, created_on, data ->> 'orgId' as org, data ->> 'workflowId' as lane from pgboss.job
		where name = $1 and state < 'active' and not blocked and start_after <= now() and priority in (0, 1)
			and (select is_open from gate) and (select are_several from ends)
		order by priority desc, created_on
	), firms as materialized (
		select count(distinct org)::int as count, count(distinct (org, lane))::int as lanes from due
	), laned as materialized (
		select id, priority, created_on, org, row_number() over (partition by org, lane order by priority desc, created_on, id) as turn
		from due where (select lanes from firms) > 1
	), placed as materialized (
		select id, priority, row_number() over (partition by org order by turn, priority desc, created_on, id) as place from laned
	)
	update pgboss.job set priority = 1
	where name = $1 and state < 'active' and id = any (array(
		select id from placed
		where priority = 0 and place <= greatest($3::int, $2::int / (select count from firms))))`;
