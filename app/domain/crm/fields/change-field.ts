import { conflict, invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { FieldChange } from "./field-forms.ts";
import { lockField } from "./lock-field.ts";
import { assertOptions } from "./options.ts";
import type { FieldOption } from "./schema.ts";

/**
 * Renames a field, says whether it is required, and adds, renames, orders and archives its options; records keep their
 * values, also of archived options. With `version`, 409 when it was changed since. 422 for options that are left out:
 * an option that records may hold is archived rather than lost.
 */
export async function changeField(ctx: Ctx, { id, ...input }: FieldChange & { id: string }): Promise<void> {
	authorize(ctx, "fields.edit");
	const { version, label, required, options } = checkFields(FieldChange, input);
	const field = await lockField(ctx, id);
	if (version !== undefined && version !== field.version) {
		throw conflict("Somebody changed this field while you were editing. Look at it again.");
	}
	const before = field.options as FieldOption[];
	const next = options ? withIds(options, before) : before;
	assertOptions(field.kind, next);
	const pairs: Record<string, [unknown, unknown]> = {
		label: [field.label, label],
		required: [field.required, required],
		options: [before.map(inWords), next.map(inWords)],
	};
	const changes = Object.fromEntries(
		Object.entries(pairs).filter(([, [one, other]]) => JSON.stringify(one) !== JSON.stringify(other)),
	);
	if (Object.keys(changes).length === 0) return;
	await ctx.db
		.updateTable("custom_fields")
		.set({ label, required, options: jsonb(next), version: field.version + 1 })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "field.changed",
		subject: { type: "field", id },
		changes,
		data: { name: label, recordType: field.record_type },
		topics: ["fields"],
	});
}

function withIds(options: NonNullable<FieldChange["options"]>, before: readonly FieldOption[]): FieldOption[] {
	const known = new Set(before.map(({ id }) => id));
	const named = options.flatMap(({ id }) => (id ? [id] : []));
	if (named.some((id) => !known.has(id)) || new Set(named).size < named.length) {
		throw invalid("This choice is none of the field's.", { options: ["Look at the field again."] });
	}
	if (before.some(({ id }) => !named.includes(id))) {
		throw invalid("A choice was left out. Archive it instead.", { options: ["A choice was left out."] });
	}
	return options.map(({ id, label, archived }) => ({ id: id ?? newId(), label, ...(archived ? { archived } : {}) }));
}

function inWords({ label, archived }: FieldOption): string {
	return archived ? `${label} (archived)` : label;
}
