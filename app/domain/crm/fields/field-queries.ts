import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";
import type { CustomField, FieldOption } from "./schema.ts";

const COLUMNS = ["id", "key", "label", "kind", "options", "required", "position", "version"] as const;

/** The custom fields of a kind of record that are in use, in order: one query. */
export async function listFields(ctx: Ctx, type: RecordType): Promise<CustomField[]> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const rows = await ctx.db
		.selectFrom("custom_fields")
		.select(COLUMNS)
		.where("record_type", "=", type)
		.where("archived_at", "is", null)
		.orderBy("position")
		.orderBy("id")
		.execute();
	return rows.map((row) => ({ ...row, options: row.options as FieldOption[] }));
}

/** Every custom field of the organisation, for its settings: those in use in order, and those put away. */
export async function listAllFields(
	ctx: Ctx,
): Promise<(CustomField & { recordType: RecordType; archived: boolean })[]> {
	authorize(ctx, "fields.edit");
	const rows = await ctx.db
		.selectFrom("custom_fields")
		.select([...COLUMNS, "record_type", "archived_at"])
		.orderBy("record_type")
		.orderBy("position")
		.orderBy("id")
		.execute();
	return rows.map(({ record_type, archived_at, ...row }) => ({
		...row,
		options: row.options as FieldOption[],
		recordType: record_type,
		archived: archived_at !== null,
	}));
}

/** One custom field with what it is for, archived too. 404 for none here. */
export async function getField(ctx: Ctx, id: string): Promise<CustomField & { recordType: RecordType }> {
	authorize(ctx, "fields.edit");
	const row = isId(id)
		? await ctx.db
				.selectFrom("custom_fields")
				.select([...COLUMNS, "record_type"])
				.where("id", "=", id)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("field");
	const { record_type: recordType, ...field } = row;
	return { ...field, options: field.options as FieldOption[], recordType };
}
