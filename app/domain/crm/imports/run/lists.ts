import { type RawBuilder, sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { Columns, ListName } from "../kinds/kind.ts";

// Lists of accounts that an import's rows are entries of: `ListOf` of their kind. An import holds such an account first, so
// that a list is whole that is read and written.

/** The list of the account `r` in the form of its cells. */
export const LIST_OF: Readonly<Record<ListName, RawBuilder<unknown>>> = {
	contracts: sql`(select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'number', l.number, 'startsOn', l.starts_on,
		'endsOn', l.ends_on, 'valueCents', l.value_cents, 'currency', l.currency, 'noticeDays', l.notice_days,
		'renewalTerms', l.renewal_terms) order by l.position, l.id), '[]')
		from account_contracts l where l.org_id = r.org_id and l.account_id = r.id)`,
	stakeholders: sql`(select coalesce(jsonb_agg(jsonb_build_object('contactId', l.contact_id, 'name', l.name, 'title', l.title,
		'influence', l.influence, 'sentiment', l.sentiment) order by l.position, l.id), '[]')
		from account_stakeholders l where l.org_id = r.org_id and l.account_id = r.id)`,
};

const KEYS: Readonly<Record<ListName, readonly string[]>> = {
	contracts: ["title", "number", "startsOn", "endsOn", "valueCents", "currency", "noticeDays", "renewalTerms"],
	stakeholders: ["contactId", "name", "title", "influence", "sentiment"],
};

/** A list as the database has it, as a cell: always in one order of its keys, so that equal lists are equal texts. */
export function cellOf(list: ListName, entries: unknown): string {
	const all = entries as readonly Record<string, unknown>[];
	return JSON.stringify(all.map((entry) => Object.fromEntries(KEYS[list].map((key) => [key, entry[key]]))));
}

/** How many entries a cell has: of people no more is told. */
export const countIn = (cell: unknown) => (typeof cell === "string" ? (JSON.parse(cell) as unknown[]).length : 0);

/** Replaces a list of many accounts by their cells: two statements. */
export async function setLists(
	ctx: Ctx,
	list: ListName,
	changes: readonly { known: { id: string }; after: Columns }[],
): Promise<void> {
	const sets = changes.flatMap(({ known, after }) => {
		const cell = after[list];
		return typeof cell === "string" ? [{ account: known.id, entries: JSON.parse(cell) as object[] }] : [];
	});
	if (sets.length === 0) return;
	const accounts = sets.map(({ account }) => account);
	await sql`delete from ${sql.table(`account_${list}`)} where org_id = ${ctx.org}::uuid and account_id = any(${accounts}::uuid[])`.execute(
		ctx.db,
	);
	const rows = sets.flatMap(({ account, entries }) =>
		entries.map((entry, position) => ({ id: newId(), account, position, ...entry })),
	);
	if (rows.length > 0) await INSERTS[list](ctx, rows).execute(ctx.db);
}

const INSERTS: Readonly<Record<ListName, (ctx: Ctx, rows: readonly object[]) => RawBuilder<unknown>>> = {
	contracts: (
		ctx,
		rows,
	) => sql`insert into account_contracts (org_id, id, account_id, position, title, number, starts_on, ends_on,
			value_cents, currency, notice_days, renewal_terms)
		select ${ctx.org}::uuid, l.id, l.account, l.position, l.title, l.number, l."startsOn", l."endsOn", l."valueCents", l.currency,
			l."noticeDays", l."renewalTerms"
		from jsonb_to_recordset(${jsonb(rows)}) as l (id uuid, account uuid, position smallint, title text, number text,
			"startsOn" date, "endsOn" date, "valueCents" bigint, currency text, "noticeDays" integer, "renewalTerms" text)`,
	// A contact may have been erased between an import and its undoing.
	stakeholders: (
		ctx,
		rows,
	) => sql`insert into account_stakeholders (org_id, id, account_id, position, contact_id, name, title,
			influence, sentiment)
		select ${ctx.org}::uuid, l.id, l.account, l.position, c.id, l.name, l.title, l.influence, l.sentiment
		from jsonb_to_recordset(${jsonb(rows)}) as l (id uuid, account uuid, position smallint, "contactId" uuid, name text,
			title text, influence text, sentiment text)
		left join contacts c on c.org_id = ${ctx.org}::uuid and c.id = l."contactId"`,
};
