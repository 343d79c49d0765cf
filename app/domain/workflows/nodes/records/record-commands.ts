import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { createProject } from "#app/domain/crm/projects/create-project.ts";
import { updateProject } from "#app/domain/crm/projects/update-project.ts";
import { RECORD_COLUMNS } from "#app/domain/crm/records/columns.ts";
import { RECORD_NOUNS, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { type SettingField, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { type Pair, pairs } from "#app/domain/workflows/nodes/texts.ts";
import type { Ctx } from "#db/context.ts";
import { mayBeId, REFERENCE_NOUNS, referenceOf } from "./references.ts";

/** What a record is given: its own fields by name, custom ones by key. */
export type Given = { values: Record<string, unknown>; fields: Record<string, string> };

/** Adds a record by its kind's own command. Throws what the command throws. */
export function createRecordOf(ctx: Ctx, type: RecordType, { values, fields }: Given): Promise<{ id: string }> {
	const input = { ...values, fields } as never;
	switch (type) {
		case "contact":
			return createContact(ctx, input);
		case "account":
			return createAccount(ctx, input);
		case "deal":
			return createDeal(ctx, input);
		case "project":
			return createProject(ctx, input);
	}
}

/** Changes a record by its kind's own command; answers the names of what changed. Throws what the command throws. */
export async function updateRecordOf(
	ctx: Ctx,
	type: RecordType,
	id: string,
	{ values, fields }: Given,
): Promise<string[]> {
	const input = { ...values, fields, id } as never;
	const commands = { contact: updateContact, account: updateAccount, deal: updateDeal, project: updateProject };
	const { changed } = await commands[type](ctx, input);
	return changed;
}

/** Amounts are whole numbers of cents. */
const NUMBERS = new Set(["valueCents", "arrCents", "previousArrCents"]);
/** How a custom field is named in a row: `fields.key`. */
export const CUSTOM = /^(?:fields?[.:])(.+)$/;

/**
 * What pairs of names and texts give a record. An empty value takes the field's away. Throws `StepFailure` for a name that
 * is no field of this kind, with those that are.
 */
export function readPairs(type: RecordType, pairs: readonly Pair[]): Given {
	const given: Given = { values: {}, fields: {} };
	const columns = RECORD_COLUMNS[type];
	for (const { name, value } of pairs) {
		const custom = CUSTOM.exec(name)?.[1];
		if (custom) given.fields[custom] = value;
		else if (!Object.hasOwn(columns, name)) {
			const known = Object.keys(columns).join(", ");
			throw new StepFailure(
				`A ${RECORD_NOUNS[type].one} has no field “${name}”. It has ${known}; custom fields are written fields.key.`,
			);
		} else given.values[name] = value === "" ? null : NUMBERS.has(name) ? Number(value) : value;
	}
	return given;
}

export const typeField: SettingField = {
	name: "record",
	label: "Kind of record",
	kind: "choice",
	choices: RECORD_TYPES.map((value) => ({
		value,
		label: RECORD_NOUNS[value].one.replace(/^./, (letter) => letter.toUpperCase()),
	})),
};

export const fieldsField: SettingField = {
	name: "fields",
	label: "Fields",
	kind: "pairs",
	references: "fields",
	help: "Choose names from the list. Own fields are fields.key. Owners, stages, accounts and contacts are chosen by name once the field is named. Amounts are cents, days such as 2030-01-31.",
};

/** Rows of a record's fields: at least one, and ids where ids are kept, finished or by an expression. */
export const recordPairs = (missing: string) =>
	pairs()
		.refine((all) => all.length > 0, missing)
		.superRefine((all, context) => {
			for (const [at, { name, value }] of all.entries()) {
				const kind = referenceOf(name);
				if (!kind || mayBeId(value)) continue;
				const message = `choose the ${REFERENCE_NOUNS[kind]} by name, or write an expression that comes to its id`;
				context.addIssue({ code: "custom", path: [at, "value"], message });
			}
		});
