import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { nameOf } from "../lists/lead-queries.ts";

/** A lead that an act did not take, and why. */
export type LeadRefusal = { id: string; name: string; reason: string };

const PAGE = 50;

/** What a batch of leads was refused, a page by key in the order of leads: one query. */
export async function listRefusals(
	ctx: Ctx,
	batchId: string,
	after?: string,
): Promise<{ refusals: LeadRefusal[]; next: string | null }> {
	authorize(ctx, "leads.view");
	if (!isId(batchId)) return { refusals: [], next: null };
	const edge = isId(after) ? sql`and f.record_id > ${after}::uuid` : sql``;
	const { rows } = await sql<{ id: string; reason: string } & Parameters<typeof nameOf>[0]>`
		select f.record_id as id, f.reason, c.first_name, c.last_name, c.email, c.phone
		from (select record_id, reason from batch_refusals f where f.org_id = ${ctx.org} and f.batch_id = ${batchId}::uuid ${edge}
			order by record_id limit ${PAGE + 1}) f
		join leads l on l.org_id = ${ctx.org} and l.id = f.record_id
		join contacts c on c.org_id = l.org_id and c.id = l.contact_id
		order by f.record_id`.execute(ctx.db);
	const refusals = rows.slice(0, PAGE).map(({ id, reason, ...row }) => ({ id, reason, name: nameOf(row) }));
	return { refusals, next: rows.length > PAGE ? (refusals.at(-1)?.id ?? null) : null };
}
