import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { listChoices } from "#app/domain/crm/records/reads/choice-queries.ts";
import { getRecordForm } from "#app/domain/crm/records/reads/record-page.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_NOUNS, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { currencyOf } from "../field-text.ts";
import { formFields, inputName } from "../form-fields.ts";
import { createRecord, sharersOf, updateRecord } from "./record-commands.ts";
import { commandInput, RecordForm } from "./record-form-input.ts";
import { savedNote } from "./saved-words.ts";

/** The form of a new record; what its address holds (`?accountId=`) stands in it already. */
export function newRecordLoader(args: LoaderFunctionArgs, type: RecordType) {
	return page(args, EDIT_PERMISSION[type], async (ctx, member) => {
		const fields = await listFields(ctx, type);
		const query = new URL(args.request.url).searchParams;
		const asked = Object.fromEntries(
			formFields(type, fields).flatMap(({ name }) => {
				const value = query.get(inputName(name));
				return value ? [[name, value.slice(0, 5_000)]] : [];
			}),
		);
		const choices = await listChoices(ctx, type, {
			accountId: idIn(asked.accountId),
			contactId: idIn(asked.contactId),
			ownerId: idIn(asked.ownerId) ?? member.org.memberId,
		});
		const values: Record<string, string> = {
			...STARTS[type],
			ownerId: member.org.memberId,
			currency: choices.currency,
			...(choices.stages[0] ? { stageId: choices.stages[0].id } : {}),
			...asked,
		};
		return { type, fields, choices, values };
	});
}

const STARTS: Readonly<Record<RecordType, Readonly<Record<string, string>>>> = {
	contact: { stage: "prospect" },
	account: { lifecycle: "prospect" },
	deal: {},
	project: { state: "planned" },
};

const idIn = (text: string | undefined) => (text && /^[0-9a-f-]{36}$/i.test(text) ? text : null);

export function newRecordAction(args: ActionFunctionArgs, type: RecordType) {
	return form(args, { permission: EDIT_PERMISSION[type], schema: RecordForm }, async (ctx, input) => {
		const fields = formFields(type, await listFields(ctx, type));
		const given = await commandInput(ctx, input, fields, "USD");
		// What stays empty takes the column's own start rather than null.
		const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
		const { id } = await createRecord(ctx, type, filled);
		const note = savedNote(type, { sharers: await sharersOf(ctx, type, id, ["email"]), fields });
		const message = note.message.replace("is saved", "is added");
		return { to: recordPath(type, id), flash: { ...note, message } };
	});
}

export function editRecordLoader(args: LoaderFunctionArgs, type: RecordType) {
	return page(args, EDIT_PERMISSION[type], async (ctx) => {
		const { record, choices } = await getRecordForm(ctx, type, args.params.id ?? "");
		return { type, record, choices };
	});
}

export function editRecordAction(args: ActionFunctionArgs, type: RecordType) {
	return form(args, { permission: EDIT_PERMISSION[type], schema: RecordForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const record = await getRecord(ctx, type, id);
		// In place, one field is posted; the address says which.
		const only = new URL(args.request.url).searchParams.get("edit");
		const all = formFields(type, record.fields);
		const fields = only === null ? all : all.filter(({ name }) => name === only);
		const given = await commandInput(ctx, input, fields, currencyOf(record.values));
		const { changed, joined } = await updateRecord(ctx, type, { ...given, id });
		const sharers = await sharersOf(ctx, type, id, changed);
		const note = savedNote(type, { sharers, joined, fields: all });
		if (only === null) return { to: recordPath(type, id), flash: note };
		const to = `${recordPath(type, id)}?saved=${encodeURIComponent(only)}`;
		return joined || sharers.length > 0 ? { to, flash: note } : { to };
	});
}

/** "Contact", for titles. */
export function titleNoun(type: RecordType): string {
	const { one } = RECORD_NOUNS[type];
	return one.charAt(0).toUpperCase() + one.slice(1);
}
