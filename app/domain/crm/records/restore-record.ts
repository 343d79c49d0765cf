import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "./columns.ts";
import { lockRecord } from "./lock-record.ts";
import { EDIT_PERMISSION } from "./permissions.ts";
import type { RecordType } from "./schema.ts";
import { titleOf } from "./writes/insert-record.ts";
import { parentOf } from "./writes/parent-of.ts";

/**
 * Brings a record back from the trash with all that hangs on it. 404 for no such record, also after the trash was
 * emptied; 409 for a contact that was merged into another, which unmerging brings back. One not in the trash stays.
 */
export async function restoreRecord(ctx: Ctx, { type, id }: { type: RecordType; id: string }): Promise<void> {
	authorize(ctx, EDIT_PERMISSION[type]);
	const record = await lockRecord(ctx, type, id);
	if (!record.deletedAt) return;
	if (type === "contact") await assertNotMerged(ctx, id);
	const next = record.version + 1;
	await sql`update ${sql.table(RECORD_TABLES[type])} set deleted_at = null, updated_at = ${ctx.now}, version = ${next}
		where id = ${id}`.execute(ctx.db);
	await ctx.record({
		name: `${type}.restored`,
		subject: { type, id },
		...parentOf(type, record.values),
		data: { version: next, ...titleOf(record.values) },
	});
}

async function assertNotMerged(ctx: Ctx, id: string): Promise<void> {
	const row = await ctx.db.selectFrom("contacts").select("merged_into").where("id", "=", id).executeTakeFirst();
	if (row?.merged_into) {
		throw conflict("This contact was merged into another one. Undo the merge to bring it back.", {
			mergedInto: row.merged_into,
		});
	}
}
