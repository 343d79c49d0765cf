import { z } from "zod";
import { readContact } from "#app/domain/crm/contacts/read-contact.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { oneRecord, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import type { Pair } from "#app/domain/workflows/nodes/texts.ts";
import type { Ctx } from "#db/context.ts";
import {
	createRecordOf,
	fieldsField,
	type Given,
	readPairs,
	recordPairs,
	typeField,
	updateRecordOf,
} from "./record-commands.ts";

type Settings = { record: RecordType; fields: Pair[]; takesKnown: boolean };

const sample = { id: "", type: "contact", isNew: true };

/** Adds a record by its kind's own command (FLOW-1); a contact who is known by address or number is taken as they are. */
export const createRecord = defineNode<Settings>({
	type: "create_record",
	label: "Create a record",
	group: "records",
	hint: "Adds a contact, an account, a deal or a project.",
	settings: z.strictObject({
		record: z.enum(RECORD_TYPES, "choose a kind of record"),
		fields: recordPairs("give it a field"),
		takesKnown: z.coerce.boolean().default(true),
	}),
	fields: [
		typeField,
		fieldsField,
		{
			name: "takesKnown",
			label: "Take a contact who is known already",
			kind: "switch",
			help: "By email address or number: then blanks are filled, and nothing is overwritten.",
		},
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings }) =>
		inWords(async () => {
			const { record, fields, takesKnown } = settings;
			const given = readPairs(record, fields);
			const isFindable = record === "contact" && takesKnown && (given.values.email || given.values.phone);
			if (isFindable) return { output: { type: record, ...(await takeContact(ctx, given)) } };
			const { id } = await createRecordOf(ctx, record, given);
			return { output: { type: record, id, isNew: true } };
		}),
	preview: ({ settings: { record, fields }, ...work }) => ({
		effect: `Would add ${oneRecord(record)}: ${fields.map(({ name, value }) => `${name} ${value}`).join(", ")}.`,
		output: {
			...{ id: standInId(work), type: record, isNew: true },
			onTrial: { kind: record, fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])) },
		},
	}),
	sample,
});

async function takeContact(ctx: Ctx, given: Given): Promise<{ id: string; isNew: boolean }> {
	const values = await readContact(ctx, given.values);
	const text = (name: string) => (typeof values[name] === "string" ? (values[name] as string) : undefined);
	const { id, created } = await findOrCreateContact(ctx, {
		firstName: text("firstName"),
		lastName: text("lastName"),
		email: text("email"),
		phone: text("phone"),
		timeZone: text("timeZone"),
		stage: (text("stage") as "lead" | undefined) ?? "prospect",
	});
	if (created) await updateRecordOf(ctx, "contact", id, given);
	return { id, isNew: created };
}
