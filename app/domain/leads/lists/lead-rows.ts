import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import type { LeadState } from "#app/domain/leads/rules.ts";
import type { LeadFilter, LeadSource } from "#app/domain/leads/schema.ts";
import type { Ctx } from "#db/context.ts";

/** One lead of a list, with what stands beside it. Instants as the database gives them. */
export type LeadRow = {
	id: string;
	state: LeadState;
	state_at: Date;
	source: LeadSource;
	title: string;
	services: string[];
	value_cents: number | null;
	currency: string;
	version: number;
	created_at: Date;
	updated_at: Date;
	first_contacted_at: Date | null;
	first_replied_at: Date | null;
	lost_reason: string | null;
	external_order_id: string | null;
	external_order_number: string | null;
	contact_id: string;
	first_name: string;
	last_name: string;
	email: string | null;
	phone: string | null;
	vehicle_id: string | null;
	year: number | null;
	make: string | null;
	model: string | null;
	location_id: string;
	location_name: string;
	conversation_id: string | null;
	owner_id: string | null;
	owner_name: string | null;
	next_at: Date | null;
};

/** A key that a page starts behind: ids are UUIDv7, so their order is the order of arrival. */
export type PageKey = { before?: string | undefined; after?: string | undefined };

/** A page's key as an address has it; what is no id is none. */
export function readKey(address: URLSearchParams): PageKey {
	const of = (name: string) => {
		const id = address.get(name);
		return isId(id) ? id : undefined;
	};
	return { before: of("before"), after: of("after") };
}

/**
 * The leads of a page alone, by an index of its filter: what belongs to its few rows joins afterwards. One row more than
 * `limit` says that there is another page. `ids`: of those alone.
 */
export function leadPage(
	ctx: Ctx,
	filter: LeadFilter,
	{ ids, ...key }: PageKey & { ids?: readonly string[] | undefined },
	limit: number,
): RawBuilder<unknown> {
	const up = key.after !== undefined;
	const edge = up ? sql`and l.id > ${key.after}` : key.before ? sql`and l.id < ${key.before}` : sql``;
	const named = ids ? sql`and l.id = any(${ids}::uuid[])` : sql``;
	return sql`select * from leads l where ${matches(ctx, filter)} ${named} ${edge}
		order by l.id ${up ? sql`asc` : sql`desc`} limit ${limit + 1}`;
}

/** The rows of a query over leads (`l.*`), newest first, with contact, vehicle, location, owner and next touch. */
export function withNeighbours(page: RawBuilder<unknown>): RawBuilder<LeadRow> {
	return sql<LeadRow>`
		select l.id, l.state, l.state_at, l.source, l.title, l.services, l.value_cents, l.currency, l.version, l.created_at,
			l.updated_at, l.first_contacted_at, l.first_replied_at, l.lost_reason, l.external_order_id, l.external_order_number, l.contact_id,
			l.vehicle_id, l.location_id, l.conversation_id, l.owner_id,
			c.first_name, c.last_name, c.email, c.phone, w.year, w.make, w.model, p.name as location_name, o.name as owner_name,
			t.planned_at as next_at
		from (${page}) l
		join contacts c on c.org_id = l.org_id and c.id = l.contact_id
		join locations p on p.org_id = l.org_id and p.id = l.location_id
		left join vehicles w on w.org_id = l.org_id and w.id = l.vehicle_id
		left join memberships o on o.org_id = l.org_id and o.id = l.owner_id
		left join lateral (
			select planned_at from touches
			where touches.org_id = l.org_id and touches.lead_id = l.id and status = 'scheduled' order by position limit 1
		) t on true
		order by l.id desc`;
}

/** How many leads a filter leaves, counted to one more than `most`. */
export function leadCount(ctx: Ctx, filter: LeadFilter, most: number): RawBuilder<unknown> {
	return sql`select count(*)::int from (select 1 from leads l where ${matches(ctx, filter)} limit ${most + 1}) counted`;
}

/** A count of leadCount as it is shown. A search looks at so many contacts and no further: beyond may be more. */
export function cappedCount(filter: LeadFilter, found: number, most: number): { value: number; over: boolean } {
	return { value: Math.min(found, most), over: found > most || (filter.q !== undefined && found >= MOST_CONTACTS) };
}

/**
 * The condition of a filter over leads as `l`. The organisation is named for the planner; the policy says it too.
 * `mostContacts`: how many contacts a search looks at.
 */
export function matches(ctx: Ctx, filter: LeadFilter, mostContacts = MOST_CONTACTS): RawBuilder<unknown> {
	const { state, locationId, ownerId, source, q } = filter;
	return sql.join(
		[
			sql`l.org_id = ${ctx.org}`,
			...(state ? [sql`l.state = ${state}`] : []),
			...(locationId ? [sql`l.location_id = ${locationId}`] : []),
			...(ownerId === "none" ? [sql`l.owner_id is null`] : ownerId ? [sql`l.owner_id = ${ownerId}`] : []),
			...(source ? [sql`l.source = ${source}`] : []),
			...(q ? [contactsLike(q, mostContacts)] : []),
		],
		sql` and `,
	);
}

const MOST_CONTACTS = 500;

/** The leads of contacts whose name, address or number begins so; a second word is the beginning of the last name. */
function contactsLike(q: string, most: number): RawBuilder<unknown> {
	const [first = "", ...rest] = isNumber(q) ? [internationalPrefix(q)] : q.split(/\s+/);
	const ids = sql`select f.id from find_contacts_by_prefix(${first}, ${most}::integer) f`;
	if (rest.length === 0) return sql`l.contact_id in (${ids})`;
	return sql`l.contact_id in (${ids}) and exists (select from contacts n where n.org_id = l.org_id and n.id = l.contact_id
		and starts_with(lower(n.last_name), lower(${rest.join(" ")})))`;
}

function isNumber(q: string): boolean {
	return /^[+(\d][\d\s().-]*$/.test(q);
}

/** Numbers are stored in international form; one typed without a country's code is read as North American (+1). */
function internationalPrefix(q: string): string {
	const digits = q.replace(/\D/g, "");
	return q.startsWith("+") ? `+${digits}` : `+1${digits.replace(/^1(?=\d)/, "")}`;
}
