import { sql } from "kysely";
import { z } from "zod";
import { RECORD_TABLES } from "#app/domain/crm/records/columns.ts";
import { oneRecord, RECORD_NOUNS, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { neededId, optional } from "#app/domain/workflows/nodes/texts.ts";
import { membersNamed, memberWithFewest } from "./choose-member.ts";
import { typeField, updateRecordOf } from "./record-commands.ts";

type Settings = { record: RecordType; id: string; members: string; onlyIfNobodys: boolean };

const sample = { id: "", owner: "" };

/** Gives a record its owner (FLOW-1): the member named, or of several the one who has the fewest. */
export const assign = defineNode<Settings>({
	type: "assign",
	label: "Assign a record",
	group: "records",
	hint: "Makes a member its owner; of several the one with the fewest.",
	settings: z.strictObject({
		record: z.enum(RECORD_TYPES, "choose a kind of record"),
		id: neededId("say which record"),
		members: optional(2_000),
		onlyIfNobodys: z.coerce.boolean().default(true),
	}),
	fields: [
		typeField,
		{ name: "id", label: "Record", kind: "text", references: "record", help: "Such as {{ trigger.subject.id }}." },
		{
			name: "members",
			label: "To",
			kind: "member",
			isOptional: true,
			help: "Of several, the one with the fewest: write their ids as an expression, with commas between them.",
			unset: "Whoever works here and has the fewest",
		},
		{ name: "onlyIfNobodys", label: "Only if nobody owns it", kind: "switch" },
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings: { record, id, members, onlyIfNobodys } }) =>
		inWords(async () => {
			const { rows } = await sql<{ owner_id: string | null }>`
				select owner_id from ${sql.table(RECORD_TABLES[record])} where id = ${id} and deleted_at is null`.execute(
				ctx.db,
			);
			if (!rows[0]) throw new StepFailure(`There is no such ${RECORD_NOUNS[record].one} here.`);
			const { owner_id: before } = rows[0];
			if (before && onlyIfNobodys) return { output: { id, owner: before } };
			const owner = await memberWithFewest(ctx, membersNamed(members), RECORD_TABLES[record]);
			await updateRecordOf(ctx, record, id, { values: { ownerId: owner }, fields: {} });
			return { output: { id, owner } };
		}),
	preview: ({ settings: { record, id, members }, ...work }) => ({
		effect: `Would give ${oneRecord(record)} an owner.`,
		output: { id, owner: membersNamed(members)[0] ?? standInId(work, "owner") },
	}),
	sample,
});
