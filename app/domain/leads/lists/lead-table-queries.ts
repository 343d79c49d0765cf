import { type RawBuilder, sql } from "kysely";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { Cell, ListRow } from "#app/domain/crm/lists/list-queries.ts";
import { type ViewTab, viewsAround } from "#app/domain/crm/views/view-queries.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { LeadFilter } from "#app/domain/leads/schema.ts";
import type { Ctx } from "#db/context.ts";
import { activeLocations, allMembers, type Choices } from "./board-queries.ts";
import { nameOf, vehicleOf } from "./lead-queries.ts";
import { cappedCount, leadCount, leadPage, type PageKey, withNeighbours } from "./lead-rows.ts";

const PAGE = 50;
const CHUNK = 500;
const MOST_COUNTED = 1_000;

export type LeadPage = {
	/** The customer's name, what they want, and the cells of the columns asked for. */
	rows: ListRow[];
	count: { value: number; over: boolean };
	/** Keys of the pages on either side. */
	older: string | null;
	newer: string | null;
};

/** What stands around the list: what its filters offer, and the saved views with the one that it opens with. */
export type LeadSurroundings = Choices & { views: ViewTab[]; opensWith: string | null };

type Wanted = { filter: LeadFilter; shown: readonly ListColumn[]; key?: PageKey };

/** A page of the table, a capped count and what stands around it: all in one statement, one trip to the database. */
export async function listLeadPage(
	ctx: Ctx,
	{ filter, shown, key = {} }: Wanted,
): Promise<{ list: LeadPage } & LeadSurroundings> {
	authorize(ctx, "leads.view");
	const { after } = key;
	const before = after ? undefined : key.before;
	const { rows } = await sql<{ page: Raw[]; found: number } & LeadSurroundings>`select
		(${tableRows(ctx, leadPage(ctx, filter, { before, after }, PAGE), shown)}) as page,
		(${leadCount(ctx, filter, MOST_COUNTED)}) as found,
		(${activeLocations}) as locations, (${allMembers}) as members, ${viewsAround(ctx, "lead")}`.execute(ctx.db);
	const { page: read, found, ...around } = rows[0]!;
	const more = read.length > PAGE;
	const page = more ? (after ? read.slice(1) : read.slice(0, PAGE)) : read;
	const hasOlder = after ? true : more;
	const hasNewer = after ? more : before !== undefined;
	const list = {
		rows: page.map(rowOf),
		count: cappedCount(filter, found, MOST_COUNTED),
		older: hasOlder ? (page.at(-1)?.[0] ?? null) : null,
		newer: hasNewer ? (page[0]?.[0] ?? null) : null,
	};
	return { list, ...around };
}

/** The next rows of a file, newest first: of a list, or of those leads of it that are named. */
export async function exportLeads(
	ctx: Ctx,
	{ filter, ids, shown }: Omit<Wanted, "key"> & { ids?: readonly string[] | undefined },
	before: string | undefined,
): Promise<{ data: ListRow[]; next: string | null }> {
	authorize(ctx, "leads.view");
	authorize(ctx, "records.export");
	const page = leadPage(ctx, filter, { before, ids }, CHUNK);
	const { rows } = await sql<{ page: Raw[] }>`select (${tableRows(ctx, page, shown)}) as page`.execute(ctx.db);
	const read = rows[0]?.page ?? [];
	const data = read.slice(0, CHUNK).map(rowOf);
	return { data, next: read.length > CHUNK ? (data.at(-1)?.[0] ?? null) : null };
}

/** A row as the database sends it: what makes the name and the note, then the cells. */
type Raw = [
	id: string,
	firstName: string,
	lastName: string,
	email: string | null,
	phone: string | null,
	year: number | null,
	make: string | null,
	model: string | null,
	services: string[],
	title: string,
	...cells: Cell[],
];

/** The leads of a query over leads as one JSON array of Raw, newest first. */
function tableRows(ctx: Ctx, page: RawBuilder<unknown>, shown: readonly ListColumn[]): RawBuilder<unknown> {
	const parts = [
		sql`r.id, r.first_name, r.last_name, r.email, r.phone, r.year, r.make, r.model, r.services, r.title`,
		...shown.map(({ id, kind }) => {
			const cell = cellOf(ctx, id);
			return kind === "instant" ? sql`floor(extract(epoch from ${cell}))::bigint` : cell;
		}),
	];
	return sql`select coalesce(json_agg(json_build_array(${sql.join(parts)}) order by r.id desc), '[]')
		from (${withNeighbours(page)}) r`;
}

/** What a column shows of a row `r` of `withNeighbours`. */
function cellOf(ctx: Ctx, id: string): RawBuilder<unknown> {
	if (id === "value") return sql`json_build_array(r.value_cents, r.currency)`;
	if (id === "vehicle") return sql`nullif(concat_ws(' ', r.year, r.make, r.model), '')`;
	if (id === "order") return sql`coalesce(r.external_order_number, r.external_order_id)`;
	if (id === "sequence") {
		return sql`(select e.state from enrollments e where e.org_id = ${ctx.org} and e.lead_id = r.id
			order by e.state in ('running', 'paused') desc, e.id desc limit 1)`;
	}
	const column = PLAIN[id];
	if (!column) throw new Error(`no column ${id}`);
	return sql.ref(`r.${column}`);
}

const PLAIN: Readonly<Record<string, string>> = {
	...{ state: "state", stateAt: "state_at", location: "location_name", owner: "owner_name", nextTouchAt: "next_at" },
	...{ email: "email", phone: "phone", source: "source", lostReason: "lost_reason" },
	...{ firstContactedAt: "first_contacted_at", firstRepliedAt: "first_replied_at" },
	...{ updatedAt: "updated_at", createdAt: "created_at" },
};

function rowOf([id, first_name, last_name, email, phone, year, make, model, services, title, ...cells]: Raw): ListRow {
	const name = nameOf({ first_name, last_name, email, phone });
	const note = [vehicleOf({ year, make, model }), services.join(", ") || title].filter(Boolean).join(" · ");
	return [id, name, note.slice(0, 120) || null, ...cells];
}
