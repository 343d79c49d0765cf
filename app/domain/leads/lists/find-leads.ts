import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { LeadState } from "#app/domain/leads/rules.ts";
import type { Ctx } from "#db/context.ts";
import { nameOf } from "./lead-queries.ts";
import { type LeadRow, leadPage } from "./lead-rows.ts";

export type FoundLead = { id: string; name: string; title: string; state: LeadState };

const MOST = 5;
const LONGEST = 100;

/** The newest leads, five at most, of contacts whose name, address or number begins as typed: one query, by index. */
export async function findLeads(ctx: Ctx, typed: string): Promise<FoundLead[]> {
	authorize(ctx, "leads.view");
	const q = typed.replaceAll("\0", "").trim().slice(0, LONGEST);
	if (q.length < 2) return [];
	type Row = Pick<LeadRow, "first_name" | "last_name" | "email" | "phone" | "title" | "state"> & { id: string };
	const { rows } = await sql<Row>`select l.id, l.title, l.state, c.first_name, c.last_name, c.email, c.phone
		from (${leadPage(ctx, { q }, {}, MOST)}) l
		join contacts c on c.org_id = l.org_id and c.id = l.contact_id
		order by l.id desc limit ${MOST}`.execute(ctx.db);
	return rows.map((row) => ({ id: row.id, name: nameOf(row), title: row.title, state: row.state as LeadState }));
}
