import { z } from "zod";
import { RECORD_COLUMNS } from "#app/domain/crm/records/columns.ts";
import { RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { Condition } from "#app/domain/workflows/nodes/condition.ts";
import { defineNode } from "#app/domain/workflows/nodes/node-type.ts";
import { optional } from "#app/domain/workflows/nodes/texts.ts";
import { typeField } from "../records/record-commands.ts";
import { allOf, onlyIf, quoted, sampleEvent } from "./filters.ts";

const WHATS = ["created", "changed", "moved", "trashed", "restored"] as const;
type Settings = { record: RecordType; what: (typeof WHATS)[number]; fields: string; filter: string };

/** A record was added or changed (FLOW-1), of a change any field or some of them. */
export const onRecord = defineNode<Settings>({
	type: "on_record",
	label: "A record changed",
	group: "triggers",
	hint: "A contact, an account, a deal or a project was added or changed.",
	isTrigger: true,
	settings: z
		.strictObject({
			record: z.enum(RECORD_TYPES, "choose a kind of record"),
			what: z.enum(WHATS).default("changed"),
			fields: optional(500),
			filter: Condition,
		})
		.superRefine(({ record, what, fields }, context) => {
			const wrong = namesOf(fields).find((name) => !name.startsWith("field:") && !RECORD_COLUMNS[record][name]);
			if (wrong) context.addIssue({ code: "custom", path: ["fields"], message: `a ${record} has no field “${wrong}”` });
			if (what === "moved" && record !== "deal") {
				context.addIssue({ code: "custom", path: ["what"], message: "only deals are moved to another stage" });
			}
		}),
	fields: [
		typeField,
		{
			name: "what",
			label: "Was",
			kind: "choice",
			choices: [
				{ value: "created", label: "Added" },
				{ value: "changed", label: "Changed" },
				{ value: "moved", label: "Moved to another stage (deals)" },
				{ value: "trashed", label: "Moved to the trash" },
				{ value: "restored", label: "Brought back from the trash" },
			],
		},
		{
			name: "fields",
			label: "Only these fields",
			kind: "text",
			isOptional: true,
			help: "Such as stage, ownerId; custom fields as field:key. Empty: any.",
		},
		onlyIf,
	],
	expressions: ["filter"],
	ports: () => ["next"],
	decide: () => ({ port: "next" }),
	listens: ({ record, what, fields, filter }) => {
		const names = what === "changed" ? namesOf(fields) : [];
		const some = names.map((name) => `${quoted(name)} in event.changes`).join(" || ");
		// A deal that changes its stage has moved: that is an event of its own.
		const isMove = record === "deal" && what === "changed" && names.length === 1 && names[0] === "stageId";
		return { kind: "event", event: `${record}.${isMove ? "moved" : what}`, filter: allOf(some, filter) };
	},
	sample: sampleEvent("contact.changed", "contact"),
});

const namesOf = (text: string): string[] =>
	text
		.split(/[\s,;]+/)
		.map((name) => name.trim())
		.filter(Boolean);
