import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../../fields/field-queries.ts";
import { storeFieldValues } from "../../fields/field-values.ts";
import { type GivenFields, readGivenFields } from "../../fields/read-given-fields.ts";
import { RECORD_COLUMNS, RECORD_TABLES } from "../columns.ts";
import type { Values } from "../rules.ts";
import type { RecordType } from "../schema.ts";
import { assertReferences } from "./assert-references.ts";
import { parentOf } from "./parent-of.ts";

export type NewRecord = {
	/** Fields that were checked; what is absent takes the table's default. */
	values: Values;
	/** Custom values by key, not checked yet. */
	fields?: GivenFields | undefined;
	/** Columns besides the fields, such as where the record came from. */
	columns?: Readonly<Record<string, unknown>>;
};

/**
 * Adds a record of any kind with its custom values and its event, which holds every field that was given. 422 for an
 * owner, account, contact or stage that is not the organisation's, and for custom values that do not fit. The kinds'
 * own commands check their fields and who may.
 */
export async function insertRecord(
	ctx: Ctx,
	type: RecordType,
	{ values, fields: given = {}, columns = {} }: NewRecord,
): Promise<{ id: string; version: number }> {
	await assertReferences(ctx, values);
	const fields = await listFields(ctx, type);
	const custom = readGivenFields(fields, given, { whole: true });
	const id = newId();
	const row = {
		org_id: ctx.org,
		id,
		...Object.fromEntries(Object.entries(values).map(([field, value]) => [RECORD_COLUMNS[type][field]!, value])),
		...columns,
		created_at: ctx.now,
		updated_at: ctx.now,
	};
	await sql`insert into ${sql.table(RECORD_TABLES[type])} (${sql.join(Object.keys(row).map((name) => sql.id(name)))})
		values (${sql.join(Object.values(row))})`.execute(ctx.db);
	const own = Object.entries(values).filter(([, value]) => value !== null && value !== "");
	const changes: Record<string, [unknown, unknown]> = {
		...Object.fromEntries(own.map(([field, value]) => [field, [null, value] as [unknown, unknown]])),
		...(await storeFieldValues(ctx, id, { fields, before: {}, values: custom })),
	};
	await ctx.record({
		name: `${type}.created`,
		subject: { type, id },
		...parentOf(type, values),
		changes,
		data: { version: 1, ...titleOf(values) },
	});
	return { id, version: 1 };
}

/** The record's name as it was, so that its events read when it is gone; people are erased, so theirs is not kept. */
export function titleOf(values: Values): { title?: string } {
	return typeof values.name === "string" ? { title: values.name } : {};
}
