import { z } from "zod";
import { oneRecord, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { neededId, type Pair } from "#app/domain/workflows/nodes/texts.ts";
import { fieldsField, readPairs, recordPairs, typeField, updateRecordOf } from "./record-commands.ts";

type Settings = { record: RecordType; id: string; fields: Pair[] };

const sample = { id: "", type: "contact", changed: ["stage"] };

/** Changes a record by its kind's own command (FLOW-1); what is so already stays and is no change. */
export const updateRecord = defineNode<Settings>({
	type: "update_record",
	label: "Change a record",
	group: "records",
	hint: "Changes fields of a contact, an account, a deal or a project.",
	settings: z.strictObject({
		record: z.enum(RECORD_TYPES, "choose a kind of record"),
		id: neededId("say which record"),
		fields: recordPairs("say what is changed"),
	}),
	fields: [
		typeField,
		{ name: "id", label: "Record", kind: "text", references: "record", help: "Such as {{ trigger.subject.id }}." },
		fieldsField,
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings: { record, id, fields } }) =>
		inWords(async () => {
			const changed = await updateRecordOf(ctx, record, id, readPairs(record, fields));
			return { output: { id, type: record, changed } };
		}),
	preview: ({ settings: { record, id, fields } }) => ({
		effect: `Would change ${oneRecord(record)}: ${fields.map(({ name, value }) => `${name} ${value || "nothing"}`).join(", ")}.`,
		output: { id, type: record, changed: fields.map(({ name }) => name) },
	}),
	sample,
});
