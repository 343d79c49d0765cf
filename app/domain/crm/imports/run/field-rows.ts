import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { valueRows } from "../../fields/field-values.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";

type Values = { recordId: string; isNew?: boolean; values: Readonly<Record<string, FieldValue>> };

/** Sets custom values of many records at once, of each those that are named; null takes one away. Two statements. */
export async function replaceFieldValues(
	ctx: Ctx,
	fields: readonly CustomField[],
	records: readonly Values[],
): Promise<void> {
	if (records.length === 0) return;
	const old = records.flatMap(({ recordId, isNew, values }) =>
		isNew ? [] : Object.keys(values).map((field) => ({ record: recordId, field })),
	);
	if (old.length > 0) {
		await sql`delete from custom_values v using jsonb_to_recordset(${jsonb(old)}) as o (record uuid, field uuid)
			where v.record_id = o.record and v.field_id = o.field`.execute(ctx.db);
	}
	const byId = new Map(fields.map((field) => [field.id, field]));
	const rows = records.flatMap(({ recordId, values }) =>
		Object.entries(values).flatMap(([id, value]) => {
			const field = byId.get(id);
			return field ? valueRows(ctx, recordId, field, value) : [];
		}),
	);
	if (rows.length === 0) return;
	await sql`insert into custom_values (org_id, record_id, field_id, position, text_value, number_value, date_value, option_id, yes_value)
		select ${ctx.org}::uuid, v.record_id, v.field_id, coalesce(v.position, 0), v.text_value, v.number_value, v.date_value, v.option_id, v.yes_value
		from jsonb_to_recordset(${jsonb(rows)}) as v (record_id uuid, field_id uuid, position smallint, text_value text,
			number_value numeric, date_value date, option_id uuid, yes_value boolean)`.execute(ctx.db);
}
