import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { fieldColumns, RECORD_TABLES } from "./columns.ts";
import type { Values } from "./rules.ts";
import { RECORD_NOUNS, type RecordType } from "./schema.ts";

export type LockedRecord = { version: number; deletedAt: Date | null; values: Values };

/** A record's fields, held until the commit; in the trash too. 404 where there is none here. */
export async function lockRecord(ctx: Ctx, type: RecordType, id: string): Promise<LockedRecord> {
	const { rows } = isId(id)
		? await sql<{ version: number; deleted_at: Date | null } & Record<string, never>>`
			select r.version, r.deleted_at, ${fieldColumns(type, "r")} from ${sql.table(RECORD_TABLES[type])} r
			where r.id = ${id} for update of r`.execute(ctx.db)
		: { rows: [] };
	const [row] = rows;
	if (!row) throw notFound(RECORD_NOUNS[type].one);
	const { version, deleted_at, ...values } = row;
	return { version, deletedAt: deleted_at, values };
}

/** As `lockRecord`, for changing: 409 for what lies in the trash; for a merged contact with the one that lives on. */
export async function lockLiveRecord(ctx: Ctx, type: RecordType, id: string): Promise<LockedRecord> {
	const record = await lockRecord(ctx, type, id);
	if (record.deletedAt && type === "contact") await refuseMerged(ctx, id);
	if (record.deletedAt) throw conflict(`This ${RECORD_NOUNS[type].one} is in the trash. Restore it to change it.`);
	return record;
}

async function refuseMerged(ctx: Ctx, id: string): Promise<void> {
	const row = await ctx.db.selectFrom("contacts").select("merged_into").where("id", "=", id).executeTakeFirst();
	if (!row?.merged_into) return;
	throw conflict(
		"This contact was merged into another one meanwhile, and what you typed was not saved. Open that contact and make your change there.",
		{ mergedInto: row.merged_into },
	);
}
