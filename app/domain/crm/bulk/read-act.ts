import type { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { stageColumns } from "../deals/stage-columns.ts";
import { listFields } from "../fields/field-queries.ts";
import { parseFieldValue, readTyped, showFieldValue } from "../fields/rules.ts";
import type { FieldValue } from "../fields/schema.ts";
import { checkFields } from "../records/check-fields.ts";
import { RECORD_COLUMNS } from "../records/columns.ts";
import { RECORD_NOUNS } from "../records/schema.ts";
import { assertReferences } from "../records/writes/assert-references.ts";
import { TagName } from "../tags/schema.ts";
import { findOrMakeTag } from "../tags/tag-record.ts";
import { BULK_FIELDS, FIELD_SCHEMAS } from "./editable.ts";
import type { BatchParams, NewBatch } from "./schema.ts";

type Input = z.output<typeof NewBatch>;
type Act = { title: string; params: Omit<BatchParams, "zone"> };

/** What an act will write, checked, and what it is called. Throws 422 by field. */
export async function readAct(ctx: Ctx, input: Input): Promise<Act> {
	const { many } = RECORD_NOUNS[input.type];
	switch (input.act) {
		case "tag":
			return readTag(ctx, input);
		case "untag":
			return readUntag(ctx, input);
		case "assign":
			return readOwner(ctx, input);
		case "delete":
			return { title: `Move ${many} to the trash`, params: { set: { deleted_at: ctx.now.toISOString() } } };
		case "restore":
			return { title: `Restore ${many}`, params: { set: { deleted_at: null } } };
		default:
			return input.field?.startsWith("field:") ? readCustom(ctx, input) : readField(ctx, input);
	}
}

async function readTag(ctx: Ctx, { type, tag }: Input): Promise<Act> {
	const name = TagName.safeParse(tag);
	if (!name.success) throw invalid("Write a tag.", { tag: name.error.issues.map(({ message }) => message) });
	const made = await findOrMakeTag(ctx, name.data);
	return { title: `Tag ${RECORD_NOUNS[type].many} with “${made.name}”`, params: { tag: made } };
}

async function readUntag(ctx: Ctx, { type, tagId }: Input): Promise<Act> {
	const tag = tagId
		? await ctx.db.selectFrom("tags").select(["id", "name"]).where("id", "=", tagId).executeTakeFirst()
		: undefined;
	if (!tag) throw invalid("Choose a tag.", { tagId: ["Choose a tag."] });
	return { title: `Take “${tag.name}” off ${RECORD_NOUNS[type].many}`, params: { tag } };
}

async function readOwner(ctx: Ctx, { type, ownerId }: Input): Promise<Act> {
	if (!ownerId) throw invalid("Choose an owner.", { ownerId: ["Choose a member or nobody."] });
	const { many } = RECORD_NOUNS[type];
	const id = ownerId === "none" ? null : ownerId;
	await assertReferences(ctx, { ownerId: id });
	const owner = id
		? await ctx.db.selectFrom("memberships").select("name").where("id", "=", id).executeTakeFirst()
		: undefined;
	const title = `Assign ${many} to ${owner?.name ?? "nobody"}`;
	return { title, params: { set: { owner_id: id }, field: { name: "ownerId", value: id } } };
}

async function readField(ctx: Ctx, { type, field = "", value }: Input): Promise<Act> {
	const label = Object.hasOwn(BULK_FIELDS[type], field) ? BULK_FIELDS[type][field] : undefined;
	if (!label) throw invalid("Choose a field.", { field: ["Choose a field."] });
	const given = value[0]?.trim() || null;
	const checked = checkFields(FIELD_SCHEMAS[type], { [field]: given }) as Record<string, FieldValue>;
	const next = checked[field] ?? null;
	await assertReferences(ctx, checked);
	const stage = field === "stageId" ? await stageColumns(ctx, String(next), 0) : undefined;
	const derived = stage
		? {
				...stage,
				stage_at: stage.stage_at.toISOString(),
				closed_at: stage.closed_at?.toISOString() ?? null,
			}
		: {};
	const set = { [RECORD_COLUMNS[type][field]!]: next as string | null, ...derived };
	const params = { set, field: { name: field, value: next } };
	return { title: `Change ${label.toLowerCase()} of ${RECORD_NOUNS[type].many}`, params };
}

async function readCustom(ctx: Ctx, { type, field: given, value }: Input): Promise<Act> {
	const field = (await listFields(ctx, type)).find(({ key }) => `field:${key}` === given);
	if (!field) throw invalid("Choose a field.", { field: ["Choose a field."] });
	const typed = readTyped(field, value[0] ?? "");
	const parsed = "error" in typed ? typed : parseFieldValue(field, field.kind === "multi-choice" ? value : typed.text);
	if ("error" in parsed) throw invalid("The value cannot be accepted.", { value: [parsed.error] });
	const shown = showFieldValue(field, parsed.value);
	return {
		title: `Change ${field.label} of ${RECORD_NOUNS[type].many}${shown ? ` to “${shown.slice(0, 60)}”` : ""}`,
		params: {
			custom: { id: field.id, value: parsed.value },
			field: { name: `field:${field.key}`, value: parsed.value },
		},
	};
}
