import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";

/** A contact who has an address that another one has too. */
export type Sharer = { id: string; name: string; shares: "email" | "phone" };

/** Who besides this contact has its email address or number, the oldest first: one query on their indexes. */
export async function findSharers(ctx: Ctx, id: string): Promise<Sharer[]> {
	authorize(ctx, "contacts.view");
	const { rows } = await sql<Sharer>`
		with own as (select email, phone from contacts where id = ${id})
		select c.id, ${recordName("contact", "c")} as name,
			case when c.email = (select email from own) then 'email' else 'phone' end as shares
		from contacts c
		where c.org_id = ${ctx.org} and c.id <> ${id} and c.deleted_at is null
			and (c.email = (select email from own) or c.phone = (select phone from own))
		order by c.created_at, c.id limit 3`.execute(ctx.db);
	return rows;
}
