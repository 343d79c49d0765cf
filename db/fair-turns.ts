import type { OpenDatabase } from "./client.ts";

/** How many jobs of one organisation follow each other in a turn. */
const TURN = 10;
/** Backlogs are looked at no more often than this, by each process, nor for more than a tenth of its time. */
const EVERY_MS = 1_000;
/** Jobs given a turn at a time; the rest of a longer backlog gets its turns next time. */
const MOST = 5_000;

/**
 * Shares a queue with a backlog fairly: organisations take turns of ten jobs, in whatever order and number their jobs
 * came, so that six hours of one do not keep another's five waiting. A turn is a job's priority, from 0 down; a job
 * gets it once. Whoever comes later begins with the turn that is being served: not before it, nor behind the backlog.
 */
export class FairTurns {
	readonly #database: OpenDatabase;
	readonly #nextLook = new Map<string, number>();

	constructor(database: OpenDatabase) {
		this.#database = database;
	}

	/** Gives turns to the due jobs of a queue that have none. Does nothing when it was done a moment ago. */
	async share(queue: string): Promise<void> {
		const began = performance.now();
		if (began < (this.#nextLook.get(queue) ?? 0)) return;
		this.#nextLook.set(queue, began + EVERY_MS);
		await this.#database.owner.query(SHARE, [queue, TURN, MOST]);
		const ended = performance.now();
		this.#nextLook.set(queue, ended + Math.max(EVERY_MS, 10 * (ended - began)));
	}
}

// One process at a time for a queue; another's look is as good as one's own. Jobs of one organisation keep their order.
const SHARE = `
	with gate as materialized (
		select pg_try_advisory_xact_lock(hashtext('perigee fair turns'), hashtext($1)) as is_open
	), due as materialized (
		select id, priority, created_on, data ->> 'orgId' as org from pgboss.job
		where name = $1 and state < 'active' and start_after <= now() and priority <= 0 and (select is_open from gate)
	), served as (
		select coalesce(max(priority), 0) as turn from due where priority < 0
	), last as (
		select org, min(priority) as turn from due where priority < 0 group by org
	), fresh as (
		select id, org, row_number() over (partition by org order by created_on, id) - 1 as place
		from (select * from due where priority = 0 order by created_on, id limit $3) first
	), given as (
		select fresh.id, (least(served.turn, coalesce(last.turn, 0)) - fresh.place / $2)::int as turn
		from fresh cross join served left join last on last.org is not distinct from fresh.org
	)
	update pgboss.job set priority = given.turn from given
	where job.name = $1 and job.id = given.id and job.state < 'active' and given.turn <> 0`;
