import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readLeadQuery } from "../lists/lead-query.ts";
import { matches } from "../lists/lead-rows.ts";
import type { LeadBatchParams } from "./schema.ts";

type Selected = Pick<LeadBatchParams, "ids" | "query">;

/** How many leads an act takes hold of at most. */
const MOST = 2_000_000;
/** A list looks at the first few hundred contacts that are called so; an act on all that match, at as many as these. */
const MOST_CONTACTS = 100_000;

/** How many leads an act is about, counted one by one. */
export async function countLeads(ctx: Ctx, { ids = [], query }: Selected): Promise<number> {
	authorize(ctx, "leads.view");
	const which =
		query === undefined
			? sql`l.org_id = ${ctx.org} and l.id = any(${ids}::uuid[])`
			: matches(ctx, filterOf(query), MOST_CONTACTS);
	const { rows } = await sql<{ found: number }>`select count(*)::int as found from
		(select 1 from leads l where ${which} limit ${MOST}) counted`.execute(ctx.db);
	return rows[0]?.found ?? 0;
}

/** The next leads of an act behind `after`, in the order of ids. `last`: where the chunk after them begins. */
export async function nextLeads(
	ctx: Ctx,
	{ ids: given, query }: Selected,
	{ after, most, startedAt }: { after: string; most: number; startedAt: string },
): Promise<{ ids: string[]; last: string | null }> {
	if (query === undefined) {
		const ids = (given ?? []).filter((id) => id > after).slice(0, most);
		return { ids, last: ids.length === most ? ids.at(-1)! : null };
	}
	// What comes in while the batch runs is none of its business.
	const { rows } = await sql<{ id: string }>`select l.id from leads l
		where ${matches(ctx, filterOf(query), MOST_CONTACTS)} and l.id > ${after}::uuid and l.created_at <= ${startedAt}::timestamptz
		order by l.id limit ${most}`.execute(ctx.db);
	const ids = rows.map(({ id }) => id);
	return { ids, last: ids.length === most ? ids.at(-1)! : null };
}

function filterOf(query: string) {
	return readLeadQuery(new URLSearchParams(query)).filter;
}
