import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type OpenConversation = { contactId: string; locationId?: string | undefined; subject: string };

/**
 * The conversation in which a contact and a location talk: the one that is not closed, else a new one. Two callers at
 * once get the same one, since both first lock the contact. Throws 404 for a contact or location that is not here.
 */
export async function openConversation(ctx: Ctx, input: OpenConversation): Promise<{ id: string }> {
	authorize(ctx, "conversations.open");
	const contact = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("id", "=", input.contactId)
		.forNoKeyUpdate()
		.executeTakeFirst();
	if (!contact) throw notFound("contact");
	const known = await ctx.db
		.selectFrom("conversations")
		.select("id")
		.where("contact_id", "=", input.contactId)
		.where("location_id", "is not distinct from", input.locationId ?? null)
		.where("state", "<>", "closed")
		.orderBy("id", "desc")
		.executeTakeFirst();
	if (known) return known;
	if (input.locationId) await assertLocation(ctx, input.locationId);
	const id = newId();
	await ctx.db
		.insertInto("conversations")
		.values({
			org_id: ctx.org,
			id,
			contact_id: input.contactId,
			location_id: input.locationId ?? null,
			subject: input.subject.slice(0, 300),
			created_at: ctx.now,
		})
		.execute();
	await ctx.record({
		name: "conversation.opened",
		subject: { type: "conversation", id },
		parent: { type: "contact", id: input.contactId },
		data: { contactId: input.contactId, locationId: input.locationId ?? null, subject: input.subject },
	});
	return { id };
}

async function assertLocation(ctx: Ctx, id: string): Promise<void> {
	const found = await ctx.db.selectFrom("locations").select("id").where("id", "=", id).executeTakeFirst();
	if (!found) throw notFound("location");
}
