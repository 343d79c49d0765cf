import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import { lockRoom } from "../../deals/stage-room.ts";
import { readFieldValues } from "../../fields/field-values.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import type { RecordType } from "../../records/schema.ts";
import { FILE_SOURCE } from "../kinds/contact.ts";
import type { Columns, ImportKind, RowValues } from "../kinds/kind.ts";
import { sortName } from "../kinds/readers.ts";
import { Holders } from "../rows/holders.ts";
import { type Around, type Known, keysOf, type ReadRow, type Rules } from "../rows/plan-rows.ts";
import { FACTS_BESIDE, holdRecords } from "./figures.ts";
import { cellOf, LIST_OF } from "./lists.ts";

export type Looking = { rules: Rules; mapping: readonly string[]; lock?: boolean };

/** What of the organisation these rows may touch: a handful of queries, whatever the number of rows. */
export async function readAround(ctx: Ctx, rows: readonly ReadRow[], looking: Looking): Promise<Around> {
	const values = rows.flatMap(({ reading }) => ("values" in reading ? [reading.values] : []));
	const around: Around = {
		known: new Holders(),
		accounts: new Map(),
		contacts: new Map(),
		names: new Map(),
		rooms: new Map(),
	};
	if (looking.rules.duplicates !== "create") await readKnown(ctx, values, { around, looking });
	await readAccounts(ctx, values, around);
	await readContacts(ctx, values, around);
	await readRooms(ctx, values, { around, looking });
	return around;
}

async function readAccounts(ctx: Ctx, values: readonly RowValues[], { accounts }: Around): Promise<void> {
	const names = unique(values.map(({ account }) => account?.toLowerCase()));
	if (names.length === 0) return;
	const { rows } = await sql<{ id: string; name: string }>`
		select a.id, a.name from accounts a where a.id = any(array(select id from find_accounts_by_names(${names}::text[])))
		order by a.created_at desc, a.id desc`.execute(ctx.db);
	for (const { id, name } of rows) accounts.set(name.toLowerCase(), { id, name, isNew: false });
}

/** Who is meant by an address is the oldest who has it; a name that several bear means nobody. */
async function readContacts(ctx: Ctx, values: readonly RowValues[], { contacts, names: named }: Around): Promise<void> {
	const words = unique(values.map(({ contact }) => contact?.toLowerCase()));
	if (words.length === 0) return;
	const emails = words.filter((word) => word.includes("@"));
	const names = words.filter((word) => !word.includes("@"));
	const { rows } = await sql<{ id: string; word: string; email: boolean; name: string | null }>`
		select c.id, lower(c.email::text) as word, true as email,
			btrim(c.first_name || ' ' || c.last_name) as name from contacts c
			where c.id = any(array(select id from find_contacts_by_addresses(${emails}::citext[], '{}'))) and c.deleted_at is null
		union all
		select x.id, n.word, false, x.name from unnest(${names}::text[], ${names.map(sortName)}::text[]) n (word, sorted) cross join lateral (
			select c.id, btrim(c.first_name || ' ' || c.last_name) as name from contacts c where c.org_id = current_org() and c.sort_name = n.sorted and c.deleted_at is null limit 2) x
		order by 1`.execute(ctx.db);
	for (const { id, word, email, name } of rows) {
		named.set(id, name || word);
		const known = contacts.get(word);
		if (known === undefined) contacts.set(word, id);
		else if (!email) contacts.set(word, null);
	}
}

/** The stages with a limit that these rows may bring a record to, held until the commit. */
async function readRooms(
	ctx: Ctx,
	values: readonly RowValues[],
	{ around, looking: { rules } }: { around: Around; looking: Looking },
): Promise<void> {
	const { room } = rules.kind;
	if (!room) return;
	const usual = typeof rules.fresh === "string" ? undefined : rules.fresh[room];
	const ids = unique(
		[usual, ...values.flatMap(({ columns, fresh }) => [columns[room], fresh[room]])].map((id) => id && String(id)),
	);
	// In one order, so that two imports that want the same rooms take turns.
	for (const id of ids.sort()) {
		const found = await lockRoom(ctx, id);
		if (found) around.rooms.set(id, found);
	}
}

type Row = {
	id: string;
	version: number;
	age: string;
	columns: Columns;
	account: string | null;
	outer_ids: string[] | null;
};

async function readKnown(
	ctx: Ctx,
	values: readonly RowValues[],
	{ around, looking: { rules, mapping, lock } }: { around: Around; looking: Looking },
): Promise<void> {
	const { kind, match } = rules;
	const wanted = byKind(values.flatMap((one) => keysOf(rules, one)));
	if (wanted.size === 0) return;
	const ids = kind.find((key) => wanted.get(key) ?? []);
	if (lock && kind.figures) await holdRecords(ctx, kind.type, ids);
	const { rows } = await sql<Row>`
		select r.id, r.version, to_json(r.created_at)#>>'{}' as age, ${columnsAsJson(kind)} as columns,
			${kind.accounts ? sql`r.sort_account` : sql`null`} as account, ${outerIds(kind.keepsOuterIds && match === "id")} as outer_ids
		from ${sql.table(RECORD_TABLES[kind.type])} r ${kind.figures ? FACTS_BESIDE : sql``}
		where r.id = any(array(${ids})) and r.deleted_at is null
		order by r.id ${sql.raw(lock ? "for update of r" : "")}`.execute(ctx.db);
	const found = rows.map((row) => row.id);
	const fields = mapping.some((target) => target.startsWith("field:")) ? await readFieldValues(ctx, found) : new Map();
	const tags = mapping.includes("tags") ? await readTags(ctx, kind.type, found) : new Map<string, Set<string>>();
	for (const { id, version, age, columns, account, outer_ids } of rows) {
		if (kind.list) columns[kind.list.column] = cellOf(kind.list.column, columns[kind.list.column]);
		const known: Known = {
			...{ id, age: `${age} ${id}`, version, isNew: false, columns, account: account ?? undefined },
			fields: fields.get(id) ?? {},
			tags: tags.get(id) ?? new Set(),
		};
		for (const outer of [id, ...(outer_ids ?? [])]) {
			for (const key of keysOf(rules, { ...known, id: outer })) around.known.add(key, known);
		}
	}
}

/** The values by their kind of key: `email a@b` is `a@b` among those of `email`. */
function byKind(keys: readonly string[]): Map<string, string[]> {
	const kinds = new Map<string, Set<string>>();
	for (const key of keys) {
		const at = key.indexOf(" ");
		const kind = key.slice(0, at);
		const texts = kinds.get(kind) ?? new Set();
		kinds.set(kind, texts.add(key.slice(at + 1)));
	}
	return new Map([...kinds].map(([kind, texts]) => [kind, [...texts]]));
}

/** As JSON has them: days as text, amounts as numbers. */
export function columnsAsJson({ columns }: ImportKind) {
	const pairs = Object.entries(columns).flatMap(([column, { isBeside, list }]) => [
		sql.lit(column),
		list ? LIST_OF[list] : sql.ref(`${isBeside ? "k" : "r"}.${column}`),
	]);
	return sql`jsonb_build_object(${sql.join(pairs)})`;
}

function outerIds(isAsked: boolean) {
	if (!isAsked) return sql`null::text[]`;
	return sql`(select array_agg(i.external_id) from contact_identities i
		where i.org_id = r.org_id and i.contact_id = r.id and i.source = ${FILE_SOURCE})`;
}

const unique = (texts: readonly (string | undefined | 0 | null | "")[]) => [
	...new Set(texts.flatMap((text) => text || [])),
];

async function readTags(ctx: Ctx, type: RecordType, ids: readonly string[]): Promise<Map<string, Set<string>>> {
	const rows = await ctx.db
		.selectFrom("record_tags as r")
		.innerJoin("tags as t", (join) => join.onRef("t.org_id", "=", "r.org_id").onRef("t.id", "=", "r.tag_id"))
		.select(["r.record_id", "t.name"])
		.where("r.record_type", "=", type)
		.where("r.record_id", "=", sql<string>`any(${ids}::uuid[])`)
		.execute();
	const tags = new Map<string, Set<string>>();
	for (const { record_id, name } of rows)
		tags.set(record_id, (tags.get(record_id) ?? new Set()).add(name.toLowerCase()));
	return tags;
}
