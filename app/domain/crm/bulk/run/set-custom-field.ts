import { sql } from "kysely";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../../fields/field-queries.ts";
import { readFieldValues } from "../../fields/field-values.ts";
import { replaceFieldValues } from "../../imports/run/field-rows.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { sameValue } from "../../records/rules.ts";
import type { RecordType } from "../../records/schema.ts";
import type { Batch } from "../batch-queries.ts";
import { doerOf, keepChanges } from "./keep-changes.ts";

/** Gives records a value of a custom field, those that differ; how many were changed. */
export async function setCustomField(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	const { id: fieldId, value } = batch.params.custom!;
	const field = (await listFields(ctx, batch.type)).filter(({ id }) => id === fieldId);
	if (field.length === 0) return 0;
	const { rows: live } = await sql<{ id: string }>`select r.id from ${sql.table(RECORD_TABLES[batch.type])} r
		where r.id = any(${ids}::uuid[]) and r.deleted_at is null order by r.id for update`.execute(ctx.db);
	const values = await readFieldValues(
		ctx,
		live.map(({ id }) => id),
	);
	const before = (id: string) => values.get(id)?.[fieldId] ?? null;
	const changed = live.map(({ id }) => id).filter((id) => !sameValue(before(id), value));
	if (changed.length === 0) return 0;
	await replaceFieldValues(
		ctx,
		field,
		changed.map((recordId) => ({ recordId, values: { [fieldId]: value } })),
	);
	const versions = await raiseVersions(ctx, batch.type, changed);
	await keepChanges(
		ctx,
		batch.id,
		"updated",
		changed.map((id) => ({
			id,
			before: { [fieldId]: before(id) },
			after: { [fieldId]: value },
			version: versions.get(id) ?? null,
		})),
	);
	await recordInBulk(
		ctx,
		doerOf(batch),
		changed.map((id) => ({
			name: `${batch.type}.changed`,
			subject: { type: batch.type, id },
			changes: { [`field:${field[0]!.key}`]: [before(id), value] as const },
			data: { version: versions.get(id), batchId: batch.id },
		})),
	);
	return changed.length;
}

/** Counts records up by a version; the versions that they have now. */
export async function raiseVersions(ctx: Ctx, type: RecordType, ids: readonly string[]): Promise<Map<string, number>> {
	const { rows } = await sql<{ id: string; version: number }>`update ${sql.table(RECORD_TABLES[type])} r
		set version = r.version + 1, updated_at = ${ctx.now}::timestamptz where r.id = any(${ids}::uuid[])
		returning r.id, r.version`.execute(ctx.db);
	return new Map(rows.map(({ id, version }) => [id, version]));
}
