import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockField } from "./lock-field.ts";

/**
 * Puts a field away, or, with `back`, brings it back. Forms and lists leave it out meanwhile; the values stay on their
 * records. 404 for no such field; what is so stays so.
 */
export async function archiveField(ctx: Ctx, { id, back = false }: { id: string; back?: boolean }): Promise<string> {
	authorize(ctx, "fields.edit");
	const field = await lockField(ctx, id);
	if (back === (field.archived_at === null)) return field.label;
	await ctx.db
		.updateTable("custom_fields")
		.set({ archived_at: back ? null : ctx.now, version: field.version + 1 })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: back ? "field.restored" : "field.archived",
		subject: { type: "field", id },
		data: { name: field.label, recordType: field.record_type },
		topics: ["fields"],
	});
	return field.label;
}
