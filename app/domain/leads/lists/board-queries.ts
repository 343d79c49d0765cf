import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { LEAD_STATES, type LeadState } from "#app/domain/leads/rules.ts";
import type { LeadFilter } from "#app/domain/leads/schema.ts";
import type { Ctx } from "#db/context.ts";
import { nameOf, vehicleOf } from "./lead-queries.ts";
import { countLeads, type LeadRow, matches, selectLeads, withNeighbours } from "./lead-rows.ts";

const PAGE = 50;
const COLUMN = 30;
const MOST_COUNTED = 1_000;

/** One line of the table, small: fifty of them travel with every page. Instants are epoch seconds. */
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

export type LeadPage = {
	rows: BoardRow[];
	count: { value: number; over: boolean };
	/** Keys of the pages on either side. */
	older: string | null;
	newer: string | null;
};

/** A page of the table: rows and a capped count. */
export async function listLeadPage(
	ctx: Ctx,
	filter: LeadFilter,
	key: { before?: string | undefined; after?: string | undefined },
): Promise<LeadPage> {
	authorize(ctx, "leads.view");
	const after = isId(key.after) ? key.after : undefined;
	const before = !after && isId(key.before) ? key.before : undefined;
	const rows = await selectLeads(ctx, filter, { before, after }, PAGE);
	const more = rows.length > PAGE;
	const page = more ? (after ? rows.slice(1) : rows.slice(0, PAGE)) : rows;
	const count = await countLeads(ctx, filter, MOST_COUNTED);
	const hasOlder = after ? true : more;
	const hasNewer = after ? more : before !== undefined;
	return {
		rows: page.map(boardRow),
		count,
		older: hasOlder ? (page.at(-1)?.id ?? null) : null,
		newer: hasNewer ? (page[0]?.id ?? null) : null,
	};
}

export type BoardColumnData = { state: LeadState; count: { value: number; over: boolean }; rows: BoardRow[] };

/** The columns of the board: the newest leads of each state and a capped count, two statements. */
export async function listBoardColumns(ctx: Ctx, { state: _, ...filter }: LeadFilter): Promise<BoardColumnData[]> {
	authorize(ctx, "leads.view");
	const states = sql`unnest(${[...LEAD_STATES]}::text[]) as s(state)`;
	const page = sql`select x.* from ${states} cross join lateral (select * from leads l
		where ${matches(ctx, filter)} and l.state = s.state order by l.id desc limit ${COLUMN}) x`;
	const { rows } = await withNeighbours(page).execute(ctx.db);
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
			rows: rows.filter((row) => row.state === state).map(boardRow),
		};
	});
}

export type Choice = { id: string; name: string };

/** What the filters and the owner's field offer: locations and members, by name. */
export async function listChoices(ctx: Ctx): Promise<{ locations: Choice[]; members: Choice[] }> {
	authorize(ctx, "leads.view");
	const { rows } = await sql<{ locations: Choice[]; members: Choice[] }>`select
		(select coalesce(json_agg(x), '[]') from (select id, name from locations where active order by name limit 200) x)
			as locations,
		(select coalesce(json_agg(x), '[]') from (select id, name from memberships order by name limit 300) x) as members`.execute(
		ctx.db,
	);
	return rows[0] ?? { locations: [], members: [] };
}

function boardRow(row: LeadRow): BoardRow {
	const note = [vehicleOf(row), row.services.join(", ") || row.title].filter(Boolean).join(" · ");
	return [
		row.id,
		nameOf(row),
		note.slice(0, 120),
		row.state,
		row.location_name,
		row.owner_name ?? "",
		row.value_cents,
		row.currency,
		row.next_at && Math.round(row.next_at.getTime() / 1000),
		Math.round(row.created_at.getTime() / 1000),
	];
}
