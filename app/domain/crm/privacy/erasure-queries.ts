import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";
import { readPerson } from "./person-scope.ts";
import type { Held } from "./schema.ts";

export type ErasureView = {
	id: string;
	name: string;
	mergedInto: string | null;
	held: Held;
	/** How the erasure goes that was asked for, if one was. */
	state: "waiting" | "running" | "done" | null;
	by: string | null;
	askedAt: string | null;
	erasedAt: string | null;
};

/** What would be erased of a person, for the page that asks: two queries. 404 for no such contact here. */
export async function getErasure(ctx: Ctx, id: string): Promise<ErasureView> {
	authorize(ctx, "contacts.erase");
	const { rows } = isId(id)
		? await sql<Omit<ErasureView, "held">>`
			select c.id, ${recordName("contact", "c")} as name, c.merged_into as "mergedInto", e.state, e.member_name as by,
				to_json(e.created_at)#>>'{}' as "askedAt", to_json(c.erased_at)#>>'{}' as "erasedAt"
			from contacts c left join erasures e on e.org_id = c.org_id and e.contact_id = c.id where c.id = ${id}`.execute(
				ctx.db,
			)
		: { rows: [] };
	const [row] = rows;
	const person = row && (await readPerson(ctx.db, ctx.org, id));
	if (!row || !person) throw notFound("contact");
	const { messages, conversations, notes, leads, appointments, vehicles, tasks } = person;
	return {
		...row,
		held: {
			messages: messages.length,
			conversations: conversations.length,
			notes: notes.length,
			leads: leads.length,
			appointments: appointments.length,
			vehicles: vehicles.length,
			tasks: tasks.length,
		},
	};
}
