import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { reportStuckJob } from "#app/domain/events/report-stuck-job.ts";
import { showJobs } from "#app/jobs-command.ts";
import { house } from "#db/context.ts";
import { countJobs, findStuckJobs, hurryJob, listJobs, redriveJobs } from "#db/jobs/queue-stats.ts";
import { alertStuckJobs } from "#jobs/identity/alert-stuck-jobs.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

const QUEUE = "events.dispatch";
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
});
beforeEach(() => house().database.owner.exec("delete from pgboss.job"));

test("OPS-6 an administrator sees the jobs of their own organisation, counts and all", async () => {
	const mine = await dead(org);
	await dead(other);
	expect(await countJobs(org.id)).toMatchObject([{ queue: QUEUE, due: 0, active: 0, retrying: 0, dead: 1 }]);
	const { data } = await listJobs({ orgId: org.id });
	expect(data).toMatchObject([{ id: mine, queue: QUEUE, state: "dead", reason: "the shop is closed" }]);
	expect(data[0]?.payload).not.toHaveProperty("orgId");
	expect(JSON.stringify(data)).not.toContain(other.id);
	expect(await countJobs(newId())).toEqual([]);
});

test("OPS-6 dead letters are sent back, one's own only, once", async () => {
	const [mine, theirs] = [await dead(org), await dead(other)];
	expect(await redriveJobs(org.id, QUEUE, theirs)).toBe(0);
	expect(await redriveJobs(org.id, QUEUE, mine)).toBe(1);
	expect(await redriveJobs(org.id, QUEUE, mine)).toBe(0);
	expect(await countJobs(org.id)).toMatchObject([{ due: 1, dead: 0 }]);
	expect(await countJobs(other.id)).toMatchObject([{ due: 0, dead: 1 }]);
	expect(await redriveJobs(org.id, QUEUE)).toBe(0);
	expect(await redriveJobs(other.id, QUEUE)).toBe(1);
});

test("OPS-6 a job that waits for another try can be run now; one that waits for its day cannot", async () => {
	const [retrying, planned] = [await insert(org, "retry", "1 hour"), await insert(org, "created", "1 hour")];
	expect(await countJobs(org.id)).toMatchObject([{ due: 0, later: 2, retrying: 1 }]);
	expect(await hurryJob(other.id, { queue: QUEUE, id: retrying })).toBe(false);
	expect(await hurryJob(org.id, { queue: QUEUE, id: planned })).toBe(false);
	expect(await hurryJob(org.id, { queue: QUEUE, id: retrying })).toBe(true);
	expect(await countJobs(org.id)).toMatchObject([{ due: 1, later: 1 }]);
});

test("OPS-6 running and failing jobs page by key, each once", async () => {
	for (let count = 0; count < 7; count++) await insert(org, "retry", "1 hour");
	const first = await listJobs({ orgId: org.id }, 4);
	const last = first.data.at(-1);
	const second = await listJobs({ orgId: org.id, after: last && { at: last.at, id: last.id } }, 4);
	expect([first.more, second.more]).toEqual([true, false]);
	expect(new Set([...first.data, ...second.data].map((job) => job.id)).size).toBe(7);
});

test("OPS-6 the list is narrowed by queue and state, and says since when a job runs", async () => {
	const died = await dead(org);
	const [retrying, running] = [await insert(org, "retry", "1 hour"), await insert(org, "active", "0 s")];
	await house().database.owner.exec(
		`update pgboss.job set created_on = now() - interval '2 hours', started_on = now() where id = '${running}'`,
	);
	const ids = async (more: object) => (await listJobs({ orgId: org.id, ...more })).data.map(({ id }) => id);
	expect(await ids({ state: "dead" })).toEqual([died]);
	expect(await ids({ state: "retrying", queue: QUEUE })).toEqual([retrying]);
	expect(await ids({ queue: "leads.send-touch" })).toEqual([]);
	const { data } = await listJobs({ orgId: org.id, state: "active" });
	expect(data).toMatchObject([{ id: running }]);
	expect(data[0]!.since.getTime() - data[0]!.at.getTime()).toBeGreaterThan(3_600_000);
});

test("OPS-6 the operator sees what belongs to no organisation, and sends a queue's dead letters back", async () => {
	await dead(org);
	const id = await dead(org);
	await house().database.owner.exec(`update pgboss.job set data = '{}' where id = '${id}'`);
	expect(await countJobs(null)).toMatchObject([{ queue: QUEUE, dead: 1 }]);
	expect(await countJobs(org.id)).toMatchObject([{ queue: QUEUE, dead: 1 }]);
	const said = await showJobs([]);
	expect(said).toContain(`${QUEUE}: 1 dead`);
	expect(said).toContain("the shop is closed");
	expect(await showJobs(["--redrive", QUEUE])).toBe(`2 jobs of ${QUEUE} will run now.`);
	expect(await showJobs(["--redrive", "no.such"])).toBe("There are no dead letters of no.such.");
	expect(await countJobs(null)).toMatchObject([{ queue: QUEUE, due: 1, dead: 0 }]);
});

test("OPS-6 a job that runs too long is one task and one event, however often it is looked at", async () => {
	const id = await insert(org, "active", "0 s");
	await insert(other, "active", "0 s");
	await house().database.owner.exec(
		`update pgboss.job set started_on = now() - interval '10 minutes' where id = '${id}'`,
	);
	const run = { requestId: newId(), signal: new AbortController().signal, now: new Date() };
	expect((await findStuckJobs(run.now)).map((job) => job.id)).toEqual([id]);
	await alertStuckJobs({}, run);
	await alertStuckJobs({}, run);
	const tasks = (firm: TestOrg) => as(firm, "viewer", (ctx) => ctx.db.selectFrom("tasks").selectAll().execute());
	expect(await tasks(org)).toMatchObject([
		{ priority: "urgent", state: "open", title: expect.stringContaining(QUEUE) },
	]);
	expect(await tasks(other)).toEqual([]);
	const events = await as(org, "admin", (ctx) =>
		ctx.db.selectFrom("events").select("name").where("subject_id", "=", id).execute(),
	);
	expect(events).toEqual([{ name: "job.stuck" }]);
	await asActor(org.id, SYSTEM, (ctx) => reportStuckJob(ctx, { id: newId(), queue: QUEUE, since: run.now }));
	expect(await tasks(org)).toHaveLength(2);
});

/** A job in its dead letters, as pg-boss leaves one there. */
async function dead(firm: TestOrg): Promise<string> {
	const boss = house().queue.boss;
	await insert(firm, "created", "0 s");
	const jobs = await boss.fetch(QUEUE, { batchSize: 10 });
	for (const job of jobs) await boss.fail(QUEUE, job.id, { message: "the shop is closed" });
	const rows = await house().database.owner.query<{ id: string }>(
		"select id from pgboss.job where name = $1 and data ->> 'orgId' = $2 and state = 'created'",
		[`${QUEUE}.dead`, firm.id],
	);
	return rows[0]?.id ?? "";
}

async function insert(firm: TestOrg, state: string, wait: string): Promise<string> {
	const rows = await house().database.owner.query<{ id: string }>(
		`insert into pgboss.job (name, data, state, start_after, expire_seconds, retry_limit, started_on, dead_letter, policy)
		select q.name, $2, $3::pgboss.job_state, now() + $4::interval, 120, 0, case when $3 = 'active' then now() end, q.dead_letter, q.policy
		from pgboss.queue q where q.name = $1 returning id`,
		[QUEUE, JSON.stringify({ orgId: firm.id, eventIds: [] }), state, wait],
	);
	return rows[0]?.id ?? "";
}
