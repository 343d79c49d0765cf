import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** A tag, held until the commit. 404 where there is none. */
export async function lockTag(ctx: Ctx, id: string) {
	const tag = isId(id)
		? await ctx.db
				.selectFrom("tags")
				.select(["id", "name", "created_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!tag) throw notFound("tag");
	return tag;
}
