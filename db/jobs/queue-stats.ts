import { house } from "../context.ts";
import { deadLetterOf } from "./queue-tables.ts";

/** One queue as far as it concerns one organisation. `oldestDueAt`: since when the longest wait lasts. */
export type QueueCount = {
	queue: string;
	due: number;
	later: number;
	active: number;
	retrying: number;
	dead: number;
	oldestDueAt: Date | null;
};

/** One job that runs, waits for another try, or died. `payload` holds ids only; `reason` is the last failure's. */
export type JobLine = {
	id: string;
	queue: string;
	state: "active" | "retrying" | "dead";
	tries: number;
	/** When it was asked for: the order of the list. */
	at: Date;
	/** Since when it runs, for one that runs; else when it was asked for. */
	since: Date;
	nextAt: Date | null;
	payload: Record<string, unknown>;
	reason: string | null;
};

const DEAD = "name like '%.dead'";
// A job that could not be done is copied to its dead letters, so what counts is waiting, running or dead.
const UNFINISHED = "state in ('created', 'retry', 'active')";
const MINE = `data ->> 'orgId' = $1 and ${UNFINISHED}`;
const NOBODYS = `data ->> 'orgId' is not distinct from $1::text and ${UNFINISHED}`;

/**
 * The queues that hold jobs of one organisation, by name; null: of none. Reads as the owner: call it outside
 * transactions.
 */
export function countJobs(orgId: string | null): Promise<QueueCount[]> {
	return house().database.owner.query<QueueCount>(
		`select regexp_replace(name, '\\.dead$', '') as queue,
			count(*) filter (where not ${DEAD} and state < 'active' and start_after <= now())::int as due,
			count(*) filter (where not ${DEAD} and state < 'active' and start_after > now())::int as later,
			count(*) filter (where not ${DEAD} and state = 'active')::int as active,
			count(*) filter (where not ${DEAD} and state = 'retry')::int as retrying,
			count(*) filter (where ${DEAD} and state < 'active')::int as dead,
			min(start_after) filter (where not ${DEAD} and state < 'active' and start_after <= now()) as "oldestDueAt"
		from pgboss.job where ${orgId === null ? NOBODYS : MINE} group by 1 order by 1`,
		[orgId],
	);
}

type Row = {
	id: string;
	name: string;
	state: string;
	retry_count: number;
	at: Date;
	started_on: Date | null;
	start_after: Date;
	data: Record<string, unknown>;
	output: { message?: string } | null;
};

/** Which jobs are listed. `orgId` null: those that belong to no organisation, such as mail about identity and sweeps. */
export type JobFilter = {
	orgId: string | null;
	queue?: string | undefined;
	state?: JobLine["state"] | undefined;
	after?: { at: Date; id: string } | undefined;
};

/** Running, retrying and dead jobs, newest first, from before `after` on. */
export async function listJobs(filter: JobFilter, limit = 50): Promise<{ data: JobLine[]; more: boolean }> {
	const { orgId, queue, state, after } = filter;
	const rows = await house().database.owner.query<Row>(
		`select id, name, state, retry_count, date_trunc('milliseconds', created_on) as at, started_on, start_after, data,
			case when ${DEAD} then source_output else output end as output
		from pgboss.job
		where ${orgId === null ? NOBODYS : MINE} and (state <> 'created' or ${DEAD})
			and ($2::timestamptz is null or (date_trunc('milliseconds', created_on), id) < ($2, $3::uuid))
			and ($5::text is null or name in ($5, $5 || '.dead'))
			and case $6::text when 'dead' then ${DEAD} when 'active' then not ${DEAD} and state = 'active'
				when 'retrying' then not ${DEAD} and state = 'retry' else true end
		order by date_trunc('milliseconds', created_on) desc, id desc limit $4`,
		[orgId, after?.at ?? null, after?.id ?? null, limit + 1, queue ?? null, state ?? null],
	);
	return { data: rows.slice(0, limit).map(toLine), more: rows.length > limit };
}

function toLine(row: Row): JobLine {
	const { orgId: _, ...payload } = row.data;
	const isDead = row.name.endsWith(".dead");
	return {
		id: row.id,
		queue: row.name.replace(/\.dead$/, ""),
		state: isDead ? "dead" : row.state === "active" ? "active" : "retrying",
		tries: row.retry_count,
		at: row.at,
		since: (row.state === "active" ? row.started_on : null) ?? row.at,
		nextAt: row.state === "retry" ? row.start_after : null,
		payload,
		reason: row.output?.message ?? null,
	};
}

/** Lets a job that waits for another try run now. False when there is no such job of this organisation. */
export async function hurryJob(orgId: string, job: { queue: string; id: string }): Promise<boolean> {
	const moved = await house().database.owner.query(
		`update pgboss.job set start_after = now()
		where name = $2 and id = $3 and state = 'retry' and data ->> 'orgId' = $1 returning id`,
		[orgId, job.queue, job.id],
	);
	house().queue.wake(job.queue);
	return moved.length > 0;
}

/**
 * Sends dead letters of one organisation back to their queue: one by its id, or up to a thousand; with null all of a
 * queue's, whosever they are. Returns how many.
 */
export async function redriveJobs(orgId: string | null, queue: string, id?: string): Promise<number> {
	const moved = await house().queue.boss.redrive(deadLetterOf(queue), {
		...(orgId === null ? {} : { data: { orgId } }),
		...(id ? { ids: [id] } : {}),
	});
	house().queue.wake(queue);
	return moved;
}

/** Jobs that run longer than their contract gives them. `orgId` is absent for those of no organisation. */
export function findStuckJobs(now: Date): Promise<{ id: string; queue: string; orgId: string | null; since: Date }[]> {
	return house().database.owner.query(
		`select id, name as queue, data ->> 'orgId' as "orgId", started_on as since from pgboss.job
		where state = 'active' and started_on + make_interval(secs => expire_seconds) < $1 limit 200`,
		[now],
	);
}

/**
 * What nobody tries any more of a queue, whosever it is, and what the last failure said; without what was asked for again
 * since, by the field of the payload that says of what it is. Reads as the owner: call it outside transactions.
 */
export function listDeadJobs(
	queue: string,
	field: string,
): Promise<{ payload: Record<string, unknown>; reason: string | null }[]> {
	return house().database.owner.query(
		`select d.data as payload, d.source_output ->> 'message' as reason from pgboss.job d
		where d.name = $2 and d.state = 'created' and not exists (select from pgboss.job j
			where j.name = $1 and j.state in ('created', 'retry', 'active')
				and j.data ->> 'orgId' = d.data ->> 'orgId' and j.data ->> $3 = d.data ->> $3)
		order by d.created_on desc limit 1000`,
		[queue, deadLetterOf(queue), field],
	);
}
