import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { CollectionForm } from "../schema.ts";
import { underItsName, valuesOf } from "./collection-values.ts";

/** Makes a collection. Throws 409 where its name is taken, 422 where roles are to be chosen and none is. */
export async function createCollection(ctx: Ctx, input: CollectionForm): Promise<string> {
	authorize(ctx, "collections.edit");
	const id = newId();
	await underItsName(input.name, () =>
		ctx.db
			.insertInto("collections")
			.values({ org_id: ctx.org, id, ...valuesOf(input), created_at: ctx.now })
			.execute(),
	);
	await ctx.record({ name: "collection.created", subject: { type: "collection", id }, data: { name: input.name } });
	return id;
}
