import { sql } from "kysely";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";
import { eraseContactJob } from "./jobs.ts";

/**
 * Has all that is held on a person erased by a job (CRM-8). `typed` must be the person's name. Asked twice it is done
 * once. 404 for no such contact, 409 for one that was merged into another, 422 for another name.
 */
export async function askErasure(ctx: Ctx, { id, typed }: { id: string; typed: string }): Promise<{ isNew: boolean }> {
	authorize(ctx, "contacts.erase");
	const { rows } = isId(id)
		? await sql<{ name: string; merged_into: string | null; erased_at: Date | null }>`
			select ${recordName("contact", "c")} as name, c.merged_into, c.erased_at from contacts c where c.id = ${id} for update`.execute(
				ctx.db,
			)
		: { rows: [] };
	const [contact] = rows;
	if (!contact) throw notFound("contact");
	if (contact.merged_into)
		throw conflict("This contact was merged into another one. Erase that one: it takes this one along.");
	if (contact.erased_at) return { isNew: false };
	if (plain(typed) !== plain(contact.name))
		throw invalid("That is not the name.", { name: [`Type “${contact.name}” to erase this person.`] });
	const erasure = await ctx.db
		.insertInto("erasures")
		.values({
			org_id: ctx.org,
			id: newId(),
			contact_id: id,
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			member_name: ctx.actor.name,
			created_at: ctx.now,
		})
		.onConflict((clash) => clash.columns(["org_id", "contact_id"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!erasure) return { isNew: false };
	await ctx.record({ name: "contact.erasure-asked", subject: { type: "contact", id } });
	await ctx.enqueue(eraseContactJob, { orgId: ctx.org, erasureId: erasure.id });
	return { isNew: true };
}

function plain(name: string): string {
	return name.normalize("NFC").replaceAll(/\s+/g, " ").trim().toLowerCase();
}
