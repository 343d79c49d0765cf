import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES, recordName } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import { RECORD_TYPES, type RecordType } from "../schema.ts";

/** A record to choose; `about` tells two of one name apart: an address, a city, a stage. */
export type Found = { type: RecordType; id: string; name: string; about: string | null };

/** How many of each kind are offered. */
const MOST = 8;
/** So many contacts begin with a word before the others of them are looked at no more. */
const LOOKED = 200;
const LONGEST = 100;

/**
 * Records of the kinds asked for that are called so, for choosing one: those that begin with what was typed first, then
 * the newest. Names of accounts, deals and projects may hold it anywhere, from three letters on; contacts are found by
 * the beginning of a name, an address or a number as well. Nothing typed brings the latest. One query, in which each
 * kind goes by its indexes: plain columns, and the searches that may look past row level security.
 */
export async function findRecords(
	ctx: Ctx,
	typed: string,
	types: readonly RecordType[] = RECORD_TYPES,
): Promise<Found[]> {
	for (const type of types) authorize(ctx, VIEW_PERMISSION[type]);
	const q = typed.replaceAll("\0", "").trim().replace(/\s+/g, " ").toLowerCase().slice(0, LONGEST);
	const isNamed = q.length >= 3 && types.some((type) => type !== "contact");
	const named = isNamed ? sql`select kind, id from find_by_name(${q}, ${MOST}::integer)` : sql`select null, null::uuid`;
	const parts = types.map((type) => sql`(${foundOf(type, q)})`);
	const { rows } = await sql<Found>`with named (kind, id) as materialized (${named})
		${sql.join(parts, sql` union all `)}`.execute(ctx.db);
	return rows;
}

const ABOUT: Readonly<Record<RecordType, RawBuilder<unknown>>> = {
	contact: sql`coalesce(r.email::text, r.phone)`,
	account: sql`r.city`,
	deal: sql`(select s.name from pipeline_stages s where s.org_id = r.org_id and s.id = r.stage_id)`,
	project: sql`r.state`,
};

function foundOf(type: RecordType, q: string) {
	const columns = sql`${sql.lit(type)} as type, r.id, ${recordName(type, "r")} as name, ${ABOUT[type]} as about`;
	const from = sql`from ${sql.table(RECORD_TABLES[type])} r where r.deleted_at is null`;
	if (q === "") return sql`select ${columns} ${from} order by r.created_at desc, r.id desc limit ${MOST}`;
	const ids = type === "contact" ? people(q) : sql`select n.id from named n where n.kind = ${sql.lit(type)}`;
	return sql`select ${columns} ${from} and r.id in (
			(select r.id ${from} and ${begins(q)} order by r.sort_name limit ${MOST}) union ${ids})
		order by (${begins(q)}) desc, r.created_at desc, r.id desc limit ${MOST}`;
}

/** The range of names that begin so: a comparison that row level security lets go by its index. */
function begins(q: string) {
	return sql`r.sort_name >= lower(${q}) and r.sort_name < lower(${q}) || ${"\u{10FFFF}"}`;
}

/** Ids of contacts by the beginning of a name, an address or a number; a second word begins the other name. */
function people(q: string) {
	const digits = q.replace(/\D/g, "");
	const isNumber = digits.length >= 3 && /^[+(\d][\d\s().-]*$/.test(q);
	const international = q.startsWith("+") ? `+${digits}` : `+1${digits.replace(/^1(?=\d)/, "")}`;
	const [first = "", ...rest] = isNumber ? [international] : q.split(" ");
	const ids = sql`select f.id from find_contacts_by_prefix(${first}, ${LOOKED}::integer) f`;
	if (rest.length === 0) return ids;
	const second = rest.join(" ");
	return sql`(select n.id from contacts n where n.id in (${ids})
			and (starts_with(lower(n.last_name), ${second}) or starts_with(lower(n.first_name), ${second})))
		union (select f.id from find_contacts_by_prefix(${q}, ${LOOKED}::integer) f)`;
}
