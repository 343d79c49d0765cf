import { type RawBuilder, sql } from "kysely";
import { namedOffer, type Offer } from "#app/domain/crm/records/reads/offers.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { LEAD_STATES, type LeadState } from "#app/domain/leads/rules.ts";
import type { LeadFilter } from "#app/domain/leads/schema.ts";
import type { Ctx } from "#db/context.ts";
import { nameOf, vehicleOf } from "./lead-queries.ts";
import { matches, withNeighbours } from "./lead-rows.ts";

const COLUMN = 30;
const MOST_COUNTED = 1_000;

/** One card of the board, small: hundreds of them travel with the page. Instants are epoch seconds. */
export type BoardRow = [
	id: string,
	name: string,
	note: string,
	state: LeadState,
	location: string,
	owner: string,
	valueCents: number | null,
	currency: string,
	nextAt: number | null,
	createdAt: number,
];

export type BoardColumnData = { state: LeadState; count: { value: number; over: boolean }; rows: BoardRow[] };

/** The columns of the board: the newest leads of each state and a capped count, two statements. */
export async function listBoardColumns(ctx: Ctx, { state: _, ...filter }: LeadFilter): Promise<BoardColumnData[]> {
	authorize(ctx, "leads.view");
	const states = sql`unnest(${[...LEAD_STATES]}::text[]) as s(state)`;
	const newest = sql`select x.* from ${states} cross join lateral (select * from leads l
		where ${matches(ctx, filter)} and l.state = s.state order by l.id desc limit ${COLUMN}) x`;
	const { rows: read } = await sql<{ page: RawBoardRow[] }>`select (${boardRows(newest)}) as page`.execute(ctx.db);
	const rows = (read[0]?.page ?? []).map(boardRow);
	const counts = await sql<{ state: LeadState; found: number }>`
		select s.state, x.found from ${states} cross join lateral (select count(*)::int as found from (
			select 1 from leads l where ${matches(ctx, filter)} and l.state = s.state limit ${MOST_COUNTED + 1}) y) x`.execute(
		ctx.db,
	);
	return LEAD_STATES.map((state) => {
		const found = counts.rows.find((row) => row.state === state)?.found ?? 0;
		return {
			state,
			count: { value: Math.min(found, MOST_COUNTED), over: found > MOST_COUNTED },
			rows: rows.filter((row) => row[3] === state),
		};
	});
}

export type Choice = { id: string; name: string };
export type Choices = { locations: Choice[]; members: Choice[] };

/** What the filters and the owner's field offer: locations and members, by name. */
export async function listChoices(ctx: Ctx): Promise<Choices> {
	authorize(ctx, "leads.view");
	const { rows } = await sql<Choices>`select (${activeLocations}) as locations, (${allMembers}) as members`.execute(
		ctx.db,
	);
	return rows[0] ?? { locations: [], members: [] };
}

/** The members whom leads can be given to: one query. */
export async function listOwners(ctx: Ctx): Promise<Offer> {
	authorize(ctx, "leads.view");
	const { rows } = await sql<{ members: Offer }>`select ${namedOffer("memberships")} as members`.execute(ctx.db);
	return rows[0]!.members;
}

/** The locations that filters offer, as JSON. */
export const activeLocations = sql`select coalesce(json_agg(x), '[]') from
	(select id, name from locations where active order by name limit 200) x`;
/** The members that filters and owners are chosen from, as JSON. */
export const allMembers = sql`select coalesce(json_agg(x), '[]') from (select id, name from memberships order by name limit 300) x`;

/** A lead and its neighbours as the database sends them: arrays of what a row shows, a third of the bytes of rows. */
type RawBoardRow = [
	id: string,
	state: LeadState,
	title: string,
	services: string[],
	valueCents: number | null,
	currency: string,
	createdAt: number,
	nextAt: number | null,
	location: string,
	owner: string | null,
	firstName: string,
	lastName: string,
	email: string | null,
	phone: string | null,
	year: number | null,
	make: string | null,
	model: string | null,
];

/** The leads of a query over leads as one JSON array of RawBoardRow, newest first. */
function boardRows(page: RawBuilder<unknown>): RawBuilder<unknown> {
	return sql`select coalesce(json_agg(json_build_array(r.id, r.state, r.title, r.services, r.value_cents, r.currency,
			floor(extract(epoch from r.created_at))::bigint, floor(extract(epoch from r.next_at))::bigint, r.location_name, r.owner_name,
			r.first_name, r.last_name, r.email, r.phone, r.year, r.make, r.model) order by r.id desc), '[]')
		from (${withNeighbours(page)}) r`;
}

function boardRow(row: RawBoardRow): BoardRow {
	const [id, state, title, services, valueCents, currency, createdAt, nextAt, location, owner, ...about] = row;
	const [first_name, last_name, email, phone, year, make, model] = about;
	const name = nameOf({ first_name, last_name, email, phone });
	const note = [vehicleOf({ year, make, model }), services.join(", ") || title].filter(Boolean).join(" · ");
	return [id, name, note.slice(0, 120), state, location, owner ?? "", valueCents, currency, nextAt, createdAt];
}
