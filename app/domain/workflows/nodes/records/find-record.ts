import { sql } from "kysely";
import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { fieldColumns, RECORD_TABLES } from "#app/domain/crm/records/columns.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { isRecordType, oneRecord, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { madeOnTrial, standInFields, standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { optional } from "#app/domain/workflows/nodes/texts.ts";
import type { Ctx } from "#db/context.ts";
import { typeField } from "./record-commands.ts";

const KEYS = ["id", "email", "phone", "name", "domain"] as const;
type Key = (typeof KEYS)[number];
type Settings = { record: RecordType; by: Key; value: string };

/** By what each kind is found, each by an index. */
const FOUND_BY: Readonly<Record<RecordType, Partial<Record<Key, ReturnType<typeof sql>>>>> = {
	contact: { id: sql`r.id::text`, email: sql`r.sort_email`, phone: sql`r.phone` },
	account: { id: sql`r.id::text`, name: sql`r.sort_name`, domain: sql`r.domain` },
	deal: { id: sql`r.id::text`, name: sql`r.sort_name` },
	project: { id: sql`r.id::text`, name: sql`r.sort_name` },
};

const sample = { id: "", type: "contact", fields: {} };

/** Finds one record by its id, address, number, name or domain (FLOW-1): the newest, with all its fields. */
export const findRecord = defineNode<Settings>({
	type: "find_record",
	label: "Find a record",
	group: "records",
	hint: "Looks a contact, an account, a deal or a project up.",
	settings: z
		.strictObject({
			record: z.enum(RECORD_TYPES, "choose a kind of record"),
			by: z.enum(KEYS).default("id"),
			value: optional(500),
		})
		.superRefine(({ record, by }, context) => {
			if (FOUND_BY[record][by]) return;
			const keys = Object.keys(FOUND_BY[record]).join(", ");
			context.addIssue({ code: "custom", path: ["by"], message: `${oneRecord(record)} is found by ${keys}` });
		}),
	fields: [
		typeField,
		{
			name: "by",
			label: "By",
			kind: "choice",
			choices: [
				{ value: "id", label: "Itself, chosen by name or by its id" },
				{ value: "email", label: "Email address (contacts)" },
				{ value: "phone", label: "Number (contacts)" },
				{ value: "name", label: "Name (accounts, deals, projects)" },
				{ value: "domain", label: "Domain (accounts)" },
			],
		},
		{ name: "value", label: "Which is", kind: "text", references: "record", help: "Such as {{ trigger.body.email }}." },
	],
	ports: () => ["found", "none"],
	canFail: true,
	act: async (ctx, { settings }) => {
		const found = await find(ctx, settings);
		return found ? { port: "found", output: found } : { port: "none", output: { id: null, type: settings.record } };
	},
	preview: ({ settings: { record, by, value }, ...work }) => {
		const made = by === "id" ? madeOnTrial(work.data, value) : undefined;
		const known = by === "id" ? made?.fields : { [by]: value };
		const fields = { ...standInFields(record, work), ...known };
		return {
			effect: `Would look for ${oneRecord(record)} by ${by}: ${value}.`,
			port: "found",
			output: {
				...{ id: by === "id" && isId(value) ? value : standInId(work), type: record },
				...{ fields, onTrial: { kind: record, fields: {} } },
			},
		};
	},
	sample,
	sampleOf: ({ record }) => {
		if (typeof record !== "string" || !isRecordType(record)) return undefined;
		const at = { node: { id: "" }, data: {}, now: new Date() } as never;
		return { ...sample, type: record, fields: { ...standInFields(record, at), custom: {} } };
	},
});

/** In the ways in which each is kept: addresses and domains have no capitals that count, names are sorted in small letters. */
async function find(ctx: Ctx, { record, by, value }: Settings) {
	authorize(ctx, VIEW_PERMISSION[record]);
	if (value === "") return undefined;
	if (by === "id" && !isId(value)) throw new StepFailure(`“${value}” is no record's id.`);
	const equal =
		by === "id" ? sql`r.id = ${value.toLowerCase()}::uuid` : sql`${FOUND_BY[record][by]!} = ${plain(by, value)}`;
	const { rows } = await sql<{ id: string } & Record<string, unknown>>`
		select r.id, ${fieldColumns(record, "r")} from ${sql.table(RECORD_TABLES[record])} r
		where ${equal} and r.deleted_at is null order by r.id desc limit 1`.execute(ctx.db);
	const [row] = rows;
	if (!row) return undefined;
	const { id, ...fields } = row;
	const [custom, values] = [await listFields(ctx, record), (await readFieldValues(ctx, [id])).get(id) ?? {}];
	const own = Object.fromEntries(custom.map((field) => [field.key, values[field.id] ?? null]));
	return { id, type: record, fields: { ...JSON.parse(JSON.stringify(fields)), custom: own } };
}

function plain(by: Key, value: string): string {
	if (by === "phone") return value.replace(/[\s().-]/g, "");
	return by === "name" ? value.toLowerCase().slice(0, 100) : value.toLowerCase();
}
