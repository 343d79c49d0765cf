import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES, recordName } from "./columns.ts";
import { RECORD_NOUNS, type RecordType } from "./schema.ts";

/** The name of a record that is not in the trash. 404 for any other: what names records holds no foreign key. */
export async function getLiveName(ctx: Ctx, type: RecordType, id: string): Promise<string> {
	const { rows } = isId(id)
		? await sql<{ name: string }>`select ${recordName(type, "r")} as name from ${sql.table(RECORD_TABLES[type])} r
			where r.id = ${id} and r.deleted_at is null`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound(RECORD_NOUNS[type].one);
	return rows[0].name;
}
