import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";
import { tagRecord } from "./tag-record.ts";
import { untagRecord } from "./untag-record.ts";

/** As many tags as one record is given at once. */
export const MOST_TAGS = 50;

/** Gives a record these tags and no others; tags are the same whatever their capitals, new ones are made. 404, 422. */
export async function setTags(
	ctx: Ctx,
	{ type, id, tags }: { type: RecordType; id: string; tags: readonly string[] },
): Promise<void> {
	authorize(ctx, EDIT_PERMISSION[type]);
	const { rows } = await sql<{ id: string; name: string }>`select t.id, lower(t.name::text) as name from record_tags x
		join tags t on t.org_id = x.org_id and t.id = x.tag_id
		where x.record_type = ${type} and x.record_id = ${id}`.execute(ctx.db);
	const wanted = new Map(tags.map((tag) => [tag.toLowerCase(), tag]));
	const has = new Set(rows.map(({ name }) => name));
	for (const row of rows) if (!wanted.has(row.name)) await untagRecord(ctx, { type, id, tagId: row.id });
	for (const [name, tag] of wanted) if (!has.has(name)) await tagRecord(ctx, { type, id, tag });
}
