import { sql } from "kysely";
import { DAY } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { asSystem, type Ctx, enqueueAsSystem } from "#db/context.ts";
import { eraseContactJob } from "../privacy/jobs.ts";
import { RECORD_TABLES } from "./columns.ts";
import { emptyTrashJob } from "./jobs.ts";
import type { RecordType } from "./schema.ts";

/** How long a record lies in the trash before it goes for good. */
export const TRASH_DAYS = 90;

/** As many as one transaction takes of each kind. */
const CHUNK = 500;

export type Emptied = { deleted: number; erased: number; more: boolean };

/**
 * Takes the next chunk out of the trash for good (decision 009): accounts, deals and projects with what hangs on them, tasks,
 * removed notes and artifacts.
 * A contact is erased first, as if somebody had asked, because events and messages tell of the person; the blank that
 * is left goes too, unless leads, appointments or messages of the business stand on it. A contact that was merged stays
 * for its unmerging. Run twice it finds nothing the second time.
 */
export async function emptyTrash(ctx: Ctx): Promise<Emptied> {
	authorize(ctx, "trash.empty");
	const before = new Date(ctx.now.getTime() - TRASH_DAYS * DAY);
	const erased = await askErasures(ctx, before);
	const counts = {
		contact: await deleteOld(ctx, "contact", before, UNUSED),
		account: await deleteOld(ctx, "account", before),
		deal: await deleteOld(ctx, "deal", before),
		project: await deleteOld(ctx, "project", before),
		task: await deleteLines(ctx, "tasks", before),
		note: await deleteLines(ctx, "notes", before),
		artifact: await deleteLines(ctx, "artifacts", before),
	};
	const deleted = Object.values(counts).reduce((sum, count) => sum + count, 0);
	if (deleted > 0) {
		const subject = { type: "organisation", id: ctx.org };
		await ctx.record({ name: "trash.emptied", subject, data: { count: deleted } });
	}
	return { deleted, erased, more: erased === CHUNK || Object.values(counts).includes(CHUNK) };
}

/** Has the contacts erased whose time has come; once each, whoever asks besides. */
async function askErasures(ctx: Ctx, before: Date): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		insert into erasures (org_id, id, contact_id, member_name, created_at)
		select c.org_id, uuidv7(), c.id, ${ctx.actor.name}, ${ctx.now} from contacts c
		where c.deleted_at < ${before} and c.erased_at is null and c.merged_into is null
			and not exists (select 1 from erasures e where e.contact_id = c.id)
		order by c.deleted_at limit ${CHUNK}
		on conflict (org_id, contact_id) do nothing returning id`.execute(ctx.db);
	await ctx.enqueueMany(
		eraseContactJob,
		rows.map(({ id }) => ({ payload: { orgId: ctx.org, erasureId: id } })),
	);
	return rows.length;
}

const UNUSED = sql`and r.erased_at is not null and r.merged_into is null
	and not exists (select 1 from contacts m where m.merged_into = r.id)
	and not exists (select 1 from leads x where x.contact_id = r.id)
	and not exists (select 1 from appointments x where x.contact_id = r.id)
	and not exists (select 1 from messages x where x.contact_id = r.id)`;

/** Deletes records of a kind with what names them by kind and id, which no foreign key would take along. */
async function deleteOld(ctx: Ctx, type: RecordType, before: Date, and = sql``): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		with gone as (
			delete from ${sql.table(RECORD_TABLES[type])} where (org_id, id) in (
				select r.org_id, r.id from ${sql.table(RECORD_TABLES[type])} r
				where r.deleted_at < ${before} ${and} order by r.deleted_at limit ${CHUNK})
			returning id
		),
		notes_gone as (delete from notes where subject_type = ${type} and subject_id in (select id from gone)),
		tags_gone as (delete from record_tags where record_type = ${type} and record_id in (select id from gone)),
		from_gone as (delete from record_links where from_type = ${type} and from_id in (select id from gone)),
		to_gone as (delete from record_links where to_type = ${type} and to_id in (select id from gone)
			and not (from_type = ${type} and from_id in (select id from gone))),
		values_gone as (delete from custom_values where record_id in (select id from gone)),
		tasks_closed as (update tasks set state = 'skipped', completed_at = ${ctx.now}, version = version + 1
			where state = 'open' and subject_type = ${type} and subject_id in (select id from gone))
		select count(*)::int as count from gone`.execute(ctx.db);
	return rows[0]?.count ?? 0;
}

/** Tasks and notes on which nothing hangs. */
async function deleteLines(ctx: Ctx, table: "tasks" | "notes" | "artifacts", before: Date): Promise<number> {
	const { rows } = await sql`delete from ${sql.table(table)} where (org_id, id) in (
		select r.org_id, r.id from ${sql.table(table)} r where r.deleted_at < ${before}
		order by r.deleted_at limit ${CHUNK}) returning id`.execute(ctx.db);
	return rows.length;
}

/** Asks for the emptying in every organisation. Across organisations, as the system. */
export async function scheduleTrash(): Promise<void> {
	let after = "00000000-0000-0000-0000-000000000000";
	for (;;) {
		const ids = await asSystem(async (db) => {
			const orgs = await db
				.selectFrom("organisations")
				.select("id")
				.where("id", ">", after)
				.orderBy("id")
				.limit(1_000)
				.execute();
			const entries = orgs.map(({ id }) => ({ payload: { orgId: id } }));
			await enqueueAsSystem(db, emptyTrashJob, entries);
			return orgs.map(({ id }) => id);
		});
		if (ids.length < 1_000) return;
		after = ids.at(-1)!;
	}
}
