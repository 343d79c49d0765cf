import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { NewField } from "./field-forms.ts";
import { keyFrom } from "./keys.ts";
import { assertOptions } from "./options.ts";
import { hasOptions } from "./schema.ts";

/** Fields of one kind of record, archived ones too: what a form and a list can still carry. */
export const MOST_FIELDS = 100;

/**
 * Adds a custom field, after those that are there (CRM-5). Its key is made of its label and stays when that changes.
 * 422 by field, for choices without two different options, and when there are too many fields.
 */
export async function createField(ctx: Ctx, input: NewField): Promise<{ id: string; key: string }> {
	authorize(ctx, "fields.edit");
	const { recordType, label, kind, required, options } = checkFields(NewField, input);
	const choices = hasOptions(kind) ? options.map((each) => ({ id: newId(), label: each })) : [];
	assertOptions(kind, choices);
	// Two who add a field at once: the second waits, and sees the first one's key and place.
	await sql`select pg_advisory_xact_lock(hashtextextended(${`fields ${ctx.org} ${recordType}`}, 0))`.execute(ctx.db);
	const known = await ctx.db
		.selectFrom("custom_fields")
		.select(["key", "position"])
		.where("record_type", "=", recordType)
		.execute();
	if (known.length >= MOST_FIELDS)
		throw invalid(`There can be ${MOST_FIELDS} fields at most. Rename one that is unused.`);
	const id = newId();
	const key = keyFrom(label, new Set(known.map((each) => each.key)));
	const position = Math.max(0, ...known.map((each) => each.position)) + 1;
	await ctx.db
		.insertInto("custom_fields")
		.values({
			...{ org_id: ctx.org, id, record_type: recordType, key, label, kind, required, position },
			options: jsonb(choices),
			created_at: ctx.now,
		})
		.execute();
	await ctx.record({
		name: "field.created",
		subject: { type: "field", id },
		data: { name: label, recordType, kind },
		topics: ["fields"],
	});
	return { id, key };
}
