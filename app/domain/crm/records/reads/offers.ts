import { type RawBuilder, sql } from "kysely";

export type Choice = { id: string; name: string };

/**
 * What there is to choose from: all of it, or where that would be no list to read, some; the others are looked for by
 * name. What is kept already is always among them.
 */
export type Offer = { list: Choice[]; isWhole: boolean };

/** As many members, agents or tags as a list can hold: they are in the order of names, so that one finds one's way. */
export const MOST_NAMED = 300;

/** What is kept as a condition on an id: `= any(<ids>)`; null for nothing. */
type Kept = RawBuilder<unknown> | null;

/** What the organisation has of each, in the order of names, as one JSON value; of members only those in `roles`, where they are given. */
export function namedOffer(
	table: "memberships" | "agents" | "tags",
	kept: Kept = null,
	roles?: readonly string[],
): RawBuilder<Offer> {
	const from = sql`select k.id, k.name::text as name from ${sql.table(table)} k`;
	const among = roles ? sql`where k.role = any(${roles}::text[])` : sql``;
	const live = table === "agents" ? sql`where k.enabled` : among;
	return offerOf(sql`${from} ${live} order by k.name, k.id`, kept && sql`${from} where k.id ${kept}`, MOST_NAMED);
}

/** An offer of the first `most` of a query of ids and names, and of what is kept besides. */
export function offerOf(first: RawBuilder<unknown>, kept: RawBuilder<unknown> | null, most: number): RawBuilder<Offer> {
	return sql<Offer>`(with first as materialized (${first} limit ${most + 1})
		select json_build_object('isWhole', (select count(*) <= ${most} from first),
			'list', (select coalesce(json_agg(row_to_json(x) order by lower(x.name), x.id), '[]')
				from (select * from first ${kept ? sql`union ${kept}` : sql``}) x)))`;
}
