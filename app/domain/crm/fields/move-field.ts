import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockField } from "./lock-field.ts";

/** Changes places with the field before or after, among those in use; at the end it stays. 404 for no such field. */
export async function moveField(
	ctx: Ctx,
	{ id, direction }: { id: string; direction: "up" | "down" },
): Promise<string> {
	authorize(ctx, "fields.edit");
	const field = await lockField(ctx, id);
	const rows = await ctx.db
		.selectFrom("custom_fields")
		.select("id")
		.where("record_type", "=", field.record_type)
		.where("archived_at", "is", null)
		.orderBy("position")
		.orderBy("id")
		.forUpdate()
		.execute();
	const order = rows.map((row) => row.id);
	const from = order.indexOf(id);
	const to = from + (direction === "up" ? -1 : 1);
	if (from < 0 || to < 0 || to >= order.length) return field.label;
	[order[from], order[to]] = [order[to]!, order[from]!];
	// Numbered anew as a whole: fields that were made at the same moment, or brought back, may share a number.
	await ctx.db
		.updateTable("custom_fields")
		.set((eb) => ({
			position: eb.fn<number>("array_position", [eb.val(order), eb.cast(eb.ref("id"), "text")]),
		}))
		.where("id", "in", order)
		.execute();
	await ctx.record({
		name: "field.changed",
		subject: { type: "field", id },
		changes: { position: [from + 1, to + 1] },
		data: { name: field.label, recordType: field.record_type },
		topics: ["fields"],
	});
	return field.label;
}
