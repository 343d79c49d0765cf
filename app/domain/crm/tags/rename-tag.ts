import { conflict, invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockTag } from "./lock-tag.ts";
import { TagName } from "./schema.ts";

/**
 * Gives a tag another name, on all records that have it. `was`: the name that whoever renames it saw; 409 when it has
 * another one by now. 422 for no name, and for one that another tag has: those two can be joined. 404 for no such tag.
 */
export async function renameTag(
	ctx: Ctx,
	{ id, name: given, was }: { id: string; name: string; was?: string | undefined },
): Promise<{ name: string; before: string }> {
	authorize(ctx, "tags.edit");
	const name = TagName.safeParse(given);
	if (!name.success) throw invalid("Write a tag.", { name: name.error.issues.map(({ message }) => message) });
	const tag = await lockTag(ctx, id);
	if (was !== undefined && was !== tag.name) {
		throw conflict(`Somebody renamed this tag to “${tag.name}” meanwhile. Look at it again before you rename it.`);
	}
	if (name.data === tag.name) return { name: tag.name, before: tag.name };
	const other = await ctx.db
		.selectFrom("tags")
		.select("name")
		.where("name", "=", name.data)
		.where("id", "<>", id)
		.executeTakeFirst();
	if (other) {
		const message = `“${other.name}” is another tag already. Join the two to make them one.`;
		throw invalid(message, { name: [message] });
	}
	await ctx.db.updateTable("tags").set({ name: name.data }).where("id", "=", id).execute();
	const data = { tag: name.data, tagId: id };
	await ctx.record({
		name: "tag.renamed",
		subject: { type: "tag", id },
		changes: { name: [tag.name, name.data] },
		data,
	});
	return { name: name.data, before: tag.name };
}
