import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** A custom field, held until the commit. 404 where there is none here. */
export async function lockField(ctx: Ctx, id: string) {
	const field = isId(id)
		? await ctx.db
				.selectFrom("custom_fields")
				.select(["record_type", "label", "kind", "options", "required", "position", "version", "archived_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!field) throw notFound("field");
	return field;
}
