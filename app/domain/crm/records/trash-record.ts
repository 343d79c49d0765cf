import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "./columns.ts";
import { lockRecord } from "./lock-record.ts";
import { EDIT_PERMISSION } from "./permissions.ts";
import { RECORD_NOUNS, type RecordType } from "./schema.ts";
import { titleOf } from "./writes/insert-record.ts";
import { parentOf } from "./writes/parent-of.ts";

/**
 * Moves a record to the trash. What hangs on it stays, so that restoring brings all of it back. With `version`, 409
 * when it was changed since. 404 for no such record; one that lies there already stays as it is.
 */
export async function trashRecord(
	ctx: Ctx,
	{ type, id, version }: { type: RecordType; id: string; version?: number | undefined },
): Promise<void> {
	authorize(ctx, EDIT_PERMISSION[type]);
	const record = await lockRecord(ctx, type, id);
	if (record.deletedAt) return;
	if (version !== undefined && version !== record.version) {
		throw conflict(`Somebody changed this ${RECORD_NOUNS[type].one} meanwhile. Look at it again before you delete it.`);
	}
	const next = record.version + 1;
	await sql`update ${sql.table(RECORD_TABLES[type])} set deleted_at = ${ctx.now}, updated_at = ${ctx.now}, version = ${next}
		where id = ${id}`.execute(ctx.db);
	await ctx.record({
		name: `${type}.trashed`,
		subject: { type, id },
		...parentOf(type, record.values),
		data: { version: next, ...titleOf(record.values) },
	});
}
