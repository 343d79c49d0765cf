import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import type { Columns, ImportKind } from "../kinds/kind.ts";

export type ColumnsSet = { id: string; version: number; set: Columns };

/** Sets columns of many records at once, of each those that are named, and their versions: one statement. */
export async function setColumns(
	ctx: Ctx,
	{ type, columns }: ImportKind,
	changes: readonly ColumnsSet[],
): Promise<void> {
	if (changes.length === 0) return;
	const table = sql.table(RECORD_TABLES[type]);
	// Columns that no change names are not touched, nor their indexes.
	const named = Object.keys(columns).filter(
		(column) => !columns[column]!.isBeside && changes.some(({ set }) => column in set),
	);
	const sets = named.map(
		(column) =>
			sql`${sql.ref(column)} = case when r.set ? ${sql.lit(column)} then ${sql.ref(`n.${column}`)} else ${sql.ref(`c.${column}`)} end`,
	);
	await sql`
		update ${table} c set ${sql.join([sql`version = r.version`, sql`updated_at = ${ctx.now}::timestamptz`, ...sets])}
		from jsonb_to_recordset(${jsonb(changes)}) as r (id uuid, version integer, set jsonb),
			lateral jsonb_populate_record(null::${table}, r.set) n
		where c.id = r.id`.execute(ctx.db);
}
