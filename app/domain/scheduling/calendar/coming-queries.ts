import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { recordName } from "#app/domain/crm/records/columns.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type Coming = {
	id: string;
	title: string;
	customer: string | null;
	place: string;
	startsAt: string;
	zone: string;
};

const PAGE = 50;
const MOST_COMING = 10_000;

/**
 * What is to come and not cancelled, the next first, in pages, with how many there are in all (counted up to 10,000):
 * one query. `after` is where a page begins, as `next` of the one before says it.
 */
export async function listComing(
	ctx: Ctx,
	after?: string,
): Promise<{ data: Coming[]; count: { value: number; over: boolean }; next: string | null }> {
	authorize(ctx, "appointments.view");
	// A customer has links to single appointments, never a list of others'.
	if (ctx.actor.kind === "customer") throw notFound("list");
	const coming = sql`a.org_id = ${ctx.org} and a.state <> 'cancelled' and a.starts_at > ${ctx.now}`;
	const [at = "", id] = after?.split("_") ?? [];
	const isKey = isId(id) && !Number.isNaN(Date.parse(at));
	const from = isKey ? sql`and (a.starts_at, a.id) > (${new Date(at)}::timestamptz, ${id}::uuid)` : sql``;
	const { rows } = await sql<{ data: Coming[]; count: number }>`select
		(select count(*)::int from (
			-- In the order of an index, or it would be read past all other organisations.
			select from appointments a where ${coming} order by a.starts_at, a.id limit ${MOST_COMING + 1}) c) as count,
		(select coalesce(json_agg(x order by x."startsAt", x.id), '[]') from (
			select a.id, a.title, ${recordName("contact", "c")} as customer, coalesce(l.name, m.name, '') as place,
				to_char(a.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startsAt", a.time_zone as zone
			from appointments a
			left join contacts c on c.org_id = a.org_id and c.id = a.contact_id
			left join locations l on l.org_id = a.org_id and l.id = a.location_id
			left join memberships m on m.org_id = a.org_id and m.id = a.member_id
			where ${coming} ${from} order by a.starts_at, a.id limit ${PAGE + 1}) x) as data`.execute(ctx.db);
	const { data, count } = rows[0]!;
	const shown = data.slice(0, PAGE);
	const last = shown.at(-1);
	const counted = { value: Math.min(count, MOST_COMING), over: count > MOST_COMING };
	return { data: shown, count: counted, next: data.length > PAGE && last ? `${last.startsAt}_${last.id}` : null };
}
