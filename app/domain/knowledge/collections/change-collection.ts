import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { CollectionForm } from "../schema.ts";
import { getCollection } from "./collection-queries.ts";
import { underItsName, valuesOf } from "./collection-values.ts";

/** Changes a collection and who may read it. Throws 404, 409, 422. */
export async function changeCollection(ctx: Ctx, id: string, input: CollectionForm): Promise<void> {
	authorize(ctx, "collections.edit");
	const before = await getCollection(ctx, id);
	if (input.version !== before.version)
		throw conflict("Somebody else changed this collection meanwhile. Look at it again.");
	await underItsName(input.name, () =>
		ctx.db
			.updateTable("collections")
			.set({ ...valuesOf(input), version: before.version + 1 })
			.where("id", "=", id)
			.execute(),
	);
	await ctx.record({
		name: "collection.changed",
		subject: { type: "collection", id },
		data: { name: input.name },
		changes: {
			name: [before.name, input.name],
			visibility: [before.visibility, input.visibility],
			roles: [before.roles, input.roles],
		},
	});
}
