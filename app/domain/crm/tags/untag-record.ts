import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";

/** Takes a tag off a record; returns its name. 404 for a record or a tag that is not there. */
export async function untagRecord(
	ctx: Ctx,
	{ type, id, tagId }: { type: RecordType; id: string; tagId: string },
): Promise<string> {
	authorize(ctx, EDIT_PERMISSION[type]);
	await getLiveName(ctx, type, id);
	const tag = isId(tagId)
		? await ctx.db.selectFrom("tags").select("name").where("id", "=", tagId).executeTakeFirst()
		: undefined;
	if (!tag) throw notFound("tag");
	const removed = await ctx.db
		.deleteFrom("record_tags")
		.where("record_type", "=", type)
		.where("record_id", "=", id)
		.where("tag_id", "=", tagId)
		.returning("tag_id")
		.executeTakeFirst();
	if (removed) await ctx.record({ name: "tag.removed", subject: { type, id }, data: { tag: tag.name, tagId } });
	return tag.name;
}
