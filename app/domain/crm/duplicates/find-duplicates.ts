import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { findImportedDuplicatesJob } from "./jobs.ts";

type Found = { one: string; other: string; reasons: string[]; score: number };

/**
 * Looks for contacts that may be the same person as these and keeps each pair once, with why. A pair that was
 * dismissed or merged stays so; one that nothing speaks for any more is taken out. Returns how many pairs speak.
 */
export async function findDuplicates(ctx: Ctx, contactIds: readonly string[]): Promise<number> {
	authorize(ctx, "contacts.view");
	if (contactIds.length === 0) return 0;
	const { rows } = await sql<Found>`select * from find_duplicates(${contactIds}::uuid[])`.execute(ctx.db);
	const pairs = rows.map((row) => ({ ...row, id: newId() }));
	await sql`delete from duplicate_pairs p where p.state = 'open' and (p.first_id = any(${contactIds}::uuid[]) or p.second_id = any(${contactIds}::uuid[]))
		and not exists (select from jsonb_to_recordset(${jsonb(pairs)}) as f (one uuid, other uuid) where f.one = p.first_id and f.other = p.second_id)`.execute(
		ctx.db,
	);
	if (pairs.length === 0) return 0;
	await sql`insert into duplicate_pairs as p (org_id, id, first_id, second_id, reasons, score, created_at)
		select ${ctx.org}::uuid, f.id, f.one, f.other, array(select jsonb_array_elements_text(f.reasons)), f.score, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(pairs)}) as f (id uuid, one uuid, other uuid, reasons jsonb, score smallint)
		on conflict (org_id, first_id, second_id) do update set reasons = excluded.reasons, score = excluded.score where p.state = 'open'`.execute(
		ctx.db,
	);
	return pairs.length;
}

/** As `findDuplicates`, for the contact that an event tells of. */
export async function findDuplicatesOfEvent(ctx: Ctx, eventId: string): Promise<void> {
	const event = await ctx.db.selectFrom("events").select("subject_id").where("id", "=", eventId).executeTakeFirst();
	if (event) await findDuplicates(ctx, [event.subject_id]);
}

/** Contacts of one chunk: a look at one takes some milliseconds at most. */
const CHUNK = 50;

/** As `findDuplicates`, for the next contacts of an import, after one of them; the rest is a job of its own. */
export async function findDuplicatesOfImport(
	ctx: Ctx,
	{ batchId, after }: { batchId: string; after?: string | undefined },
): Promise<string | undefined> {
	const rows = await ctx.db
		.selectFrom("batch_changes")
		.select("record_id")
		.where("batch_id", "=", batchId)
		.$if(after !== undefined, (query) => query.where("record_id", ">", after!))
		.orderBy("record_id")
		.limit(CHUNK)
		.execute();
	await findDuplicates(
		ctx,
		rows.map(({ record_id }) => record_id),
	);
	return rows.length === CHUNK ? rows.at(-1)!.record_id : undefined;
}

/** Plans the look for an import's duplicates, from after a contact on. */
export async function planImportedDuplicates(ctx: Ctx, batchId: string, after?: string): Promise<void> {
	await ctx.enqueue(findImportedDuplicatesJob, { orgId: ctx.org, batchId, ...(after ? { after } : {}) });
}
