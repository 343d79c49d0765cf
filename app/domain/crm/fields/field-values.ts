import type { Ctx } from "#db/context.ts";
import { sameValue } from "../records/rules.ts";
import type { CustomField, FieldValue } from "./schema.ts";

/** Record id -> field id -> value; what is not set is absent. */
export type FieldValues = Map<string, Record<string, FieldValue>>;

/** The custom values of records that were read already, archived fields' too: one query. */
export async function readFieldValues(ctx: Ctx, recordIds: readonly string[]): Promise<FieldValues> {
	const values: FieldValues = new Map();
	if (recordIds.length === 0) return values;
	const rows = await ctx.db
		.selectFrom("custom_values as v")
		.innerJoin("custom_fields as f", (join) => join.onRef("f.org_id", "=", "v.org_id").onRef("f.id", "=", "v.field_id"))
		.select(["v.record_id", "v.field_id", "f.kind"])
		.select(["v.text_value", "v.number_value", "v.date_value", "v.option_id", "v.yes_value"])
		.where("v.record_id", "in", recordIds)
		.orderBy("v.record_id")
		.orderBy("v.field_id")
		.orderBy("v.position")
		.execute();
	for (const row of rows) {
		const record = values.get(row.record_id) ?? {};
		values.set(row.record_id, record);
		if (row.kind !== "multi-choice") {
			const number = row.number_value === null ? null : Number(row.number_value);
			record[row.field_id] = row.text_value ?? number ?? row.date_value ?? row.option_id ?? row.yes_value;
		} else if (row.option_id) {
			record[row.field_id] = [...((record[row.field_id] as string[] | undefined) ?? []), row.option_id];
		}
	}
	return values;
}

/**
 * Sets custom values of one record, by field id; null takes a value away, what is absent stays. The record is one that
 * the caller has locked; fields and values before are those that it read. Returns what changed, for the record's event:
 * `field:<key>` with the value before and after, options by their ids.
 */
export async function storeFieldValues(
	ctx: Ctx,
	recordId: string,
	{ fields, before, values }: { fields: readonly CustomField[]; before: Given; values: Given },
): Promise<Record<string, [unknown, unknown]>> {
	const changed = fields.filter(({ id }) => Object.hasOwn(values, id) && !sameValue(before[id], values[id]));
	if (changed.length === 0) return {};
	const ids = changed.map(({ id }) => id);
	await ctx.db.deleteFrom("custom_values").where("record_id", "=", recordId).where("field_id", "in", ids).execute();
	const rows = changed.flatMap((field) => valueRows(ctx, recordId, field, values[field.id] ?? null));
	if (rows.length > 0) await ctx.db.insertInto("custom_values").values(rows).execute();
	return Object.fromEntries(
		changed.map(({ id, key }) => [`field:${key}`, [before[id] ?? null, values[id] ?? null] as [unknown, unknown]]),
	);
}

type Given = Readonly<Record<string, FieldValue>>;

/** The rows of a value: one, or one for each choice; none for null. Imports write them in bulk. */
export function valueRows(ctx: Ctx, recordId: string, field: Pick<CustomField, "id" | "kind">, value: FieldValue) {
	if (value === null) return [];
	const row = { org_id: ctx.org, record_id: recordId, field_id: field.id };
	if (Array.isArray(value)) return value.map((option_id, position) => ({ ...row, position, option_id }));
	return [{ ...row, [COLUMN[field.kind]]: value }];
}

const COLUMN: Record<CustomField["kind"], string> = {
	text: "text_value",
	link: "text_value",
	number: "number_value",
	date: "date_value",
	choice: "option_id",
	"multi-choice": "option_id",
	"yes-no": "yes_value",
};
