import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";
import { TagName } from "./schema.ts";

/** Puts a tag on a record; a tag that is new is made. Tags are the same whatever their capitals. 404, or 422 for none. */
export async function tagRecord(
	ctx: Ctx,
	{ type, id, tag }: { type: RecordType; id: string; tag: string },
): Promise<{ tagId: string; name: string }> {
	authorize(ctx, EDIT_PERMISSION[type]);
	const name = TagName.parse(tag);
	await getLiveName(ctx, type, id);
	const made = await findOrMakeTag(ctx, name);
	const added = await ctx.db
		.insertInto("record_tags")
		.values({ org_id: ctx.org, record_type: type, record_id: id, tag_id: made.id, created_at: ctx.now })
		.onConflict((conflict) => conflict.doNothing())
		.returning("tag_id")
		.executeTakeFirst();
	if (added) {
		await ctx.record({ name: "tag.added", subject: { type, id }, data: { tag: made.name, tagId: made.id } });
	}
	return { tagId: made.id, name: made.name };
}

/** The organisation's tag of this name; two who make it at once make one. */
export async function findOrMakeTag(ctx: Ctx, name: string): Promise<{ id: string; name: string }> {
	return (
		ctx.db
			.insertInto("tags")
			.values({ org_id: ctx.org, id: newId(), name, created_at: ctx.now })
			// Writes what is there already, so that the row comes back also where it exists.
			.onConflict((conflict) =>
				conflict.columns(["org_id", "name"]).doUpdateSet((eb) => ({ name: eb.ref("tags.name") })),
			)
			.returning(["id", "name"])
			.executeTakeFirstOrThrow()
	);
}
