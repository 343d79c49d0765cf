import { conflict } from "#app/base/errors.ts";
import { fieldChanges } from "#app/base/field-changes.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Organisation } from "#app/domain/identity/schema.ts";
import type { Ctx } from "#db/context.ts";
import { getOrganisation } from "./organisation-queries.ts";

/** Changes the organisation's name, zone, currency and colour. Throws 409 with what there is when somebody was first. */
export async function changeOrganisation(ctx: Ctx, input: Organisation): Promise<void> {
	authorize(ctx, "organisation.edit");
	const before = await getOrganisation(ctx);
	const after = { name: input.name, time_zone: input.timeZone, currency: input.currency, colour: input.colour };
	const changed = await ctx.db
		.updateTable("organisations")
		.set((set) => ({ ...after, version: set("version", "+", 1) }))
		.where("id", "=", ctx.org)
		.where("version", "=", input.version)
		.returning("id")
		.executeTakeFirst();
	if (!changed) {
		throw conflict("Somebody changed the organisation while you were editing.", { current: before });
	}
	const { id: _, version: __, ...kept } = before;
	const changes = fieldChanges(kept, after);
	if (Object.keys(changes).length === 0) return;
	await ctx.record({ name: "organisation.changed", subject: { type: "organisation", id: ctx.org }, changes });
}
