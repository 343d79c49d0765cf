import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { Erased } from "./erase/erase-person.ts";
import { readPerson } from "./person-scope.ts";

/** What has to be stopped before a person is erased: their sequences, and messages that did not leave yet. */
export type Stopped = { contactId: string; contacts: string[]; messages: string[] };

/** Begins an erasure. Null for one that is done, or whose contact is gone; 404 for none. */
export async function beginErasure(ctx: Ctx, erasureId: string): Promise<Stopped | null> {
	authorize(ctx, "contacts.erase");
	const erasure = await ctx.db
		.selectFrom("erasures")
		.select(["contact_id", "state"])
		.where("id", "=", erasureId)
		.forUpdate()
		.executeTakeFirst();
	if (!erasure) throw notFound("erasure");
	if (erasure.state === "done") return null;
	await ctx.db.updateTable("erasures").set({ state: "running" }).where("id", "=", erasureId).execute();
	const person = await readPerson(ctx.db, ctx.org, erasure.contact_id);
	if (!person) return null;
	const open = await ctx.db
		.selectFrom("messages")
		.select("id")
		.where("contact_id", "in", person.contacts)
		.where("direction", "=", "out")
		.where("state", "in", ["draft", "held", "scheduled", "queued"])
		.execute();
	return { contactId: erasure.contact_id, contacts: person.contacts, messages: open.map(({ id }) => id) };
}

/** Ends an erasure, with how much of each it blanked. Ending it twice says so once. */
export async function finishErasure(ctx: Ctx, erasureId: string, counts: Erased): Promise<void> {
	authorize(ctx, "contacts.erase");
	const done = await ctx.db
		.updateTable("erasures")
		.set({ state: "done", counts: jsonb(counts), ended_at: ctx.now })
		.where("id", "=", erasureId)
		.where("state", "<>", "done")
		.returning("contact_id")
		.executeTakeFirst();
	if (!done) return;
	await ctx.record({
		name: "contact.erased",
		subject: { type: "contact", id: done.contact_id },
		data: { count: Object.values(counts).reduce((sum, number) => sum + number, 0) },
	});
}
