import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { readFieldValues } from "../../fields/field-values.ts";
import { Holders } from "../rows/holders.ts";
import type { Around, Known, ReadRow } from "../rows/plan-rows.ts";
import { CONTACT_COLUMNS, type RowValues } from "../rows/read-row.ts";
import type { ImportSettings } from "../schema.ts";

/**
 * What `contact_identities.source` is for ids that came with a file: ids of "the system the organisation had before",
 * of which there is one, so that a later file of it finds its contacts again.
 */
export const FILE_SOURCE = "00000000-0000-7000-8000-000000000001";

/** What of the organisation these rows may touch: five queries at most, whatever the number of rows. */
export async function readAround(
	ctx: Ctx,
	rows: readonly ReadRow[],
	settings: ImportSettings,
	lock = false,
): Promise<Around> {
	const values = rows.flatMap(({ reading }) => ("values" in reading ? [reading.values] : []));
	const around: Around = { byEmail: new Holders(), byPhone: new Holders(), byId: new Map(), accounts: new Map() };
	if (settings.duplicates !== "create") await readKnown(ctx, values, settings, { around, lock });
	const names = [...new Set(values.flatMap(({ account }) => (account ? [account.toLowerCase()] : [])))];
	if (names.length > 0) {
		const { rows: accounts } = await sql<{ id: string; name: string }>`
			select a.id, a.name from accounts a where a.id = any(array(select id from find_accounts_by_names(${names}::text[])))
			order by a.created_at desc, a.id desc`.execute(ctx.db);
		for (const { id, name } of accounts) around.accounts.set(name.toLowerCase(), { id, name, isNew: false });
	}
	return around;
}

type Row = Record<(typeof CONTACT_COLUMNS)[number], string | null> & {
	id: string;
	version: number;
	created_at: Date;
	outer_ids: string[] | null;
};

async function readKnown(
	ctx: Ctx,
	values: readonly RowValues[],
	settings: ImportSettings,
	into: { around: Around; lock: boolean },
): Promise<void> {
	const { around, lock } = into;
	const { match, mapping } = settings;
	const pick = (get: (value: RowValues) => string | undefined) => [
		...new Set(values.flatMap((value) => get(value) ?? [])),
	];
	const byId = match === "id" ? pick(({ id }) => id?.toLowerCase()) : [];
	const emails = match.startsWith("email") ? pick(({ columns }) => columns.email) : [];
	const phones = match.endsWith("phone") ? pick(({ columns }) => columns.phone) : [];
	if (byId.length + emails.length + phones.length === 0) return;
	const ids = byId.filter(isId);
	const outer = byId.filter((id) => !isId(id));
	const wanted =
		match === "id"
			? sql`select unnest(${ids}::uuid[]) union select contact_id from contact_identities where source = ${FILE_SOURCE} and external_id = any(${outer}::text[])`
			: sql`select id from find_contacts_by_addresses(${emails}::citext[], ${phones}::text[])`;
	const columns = sql.join(CONTACT_COLUMNS.map((column) => sql.ref(`c.${column}`)));
	const { rows } = await sql<Row>`
		select c.id, c.version, c.created_at, ${columns}, (select array_agg(i.external_id) from contact_identities i
			where i.org_id = c.org_id and i.contact_id = c.id and i.source = ${FILE_SOURCE}) as outer_ids
		from contacts c where c.id = any(array(${wanted})) and c.deleted_at is null
		order by c.id ${sql.raw(lock ? "for update of c" : "")}`.execute(ctx.db);
	const found = rows.map((row) => row.id);
	const fields = mapping.some((target) => target.startsWith("field:")) ? await readFieldValues(ctx, found) : new Map();
	const tags = mapping.includes("tags") ? await readTags(ctx, found) : new Map<string, Set<string>>();
	for (const { id, version, created_at, outer_ids, ...columns } of rows) {
		const known: Known = {
			id,
			age: `${created_at.toISOString()} ${id}`,
			version,
			isNew: false,
			columns,
			fields: fields.get(id) ?? {},
			tags: tags.get(id) ?? new Set(),
		};
		if (columns.email) around.byEmail.add(columns.email.toLowerCase(), known);
		if (columns.phone) around.byPhone.add(columns.phone, known);
		for (const key of [id, ...(outer_ids ?? [])]) around.byId.set(key.toLowerCase(), known);
	}
}

async function readTags(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Set<string>>> {
	const rows = await ctx.db
		.selectFrom("record_tags as r")
		.innerJoin("tags as t", (join) => join.onRef("t.org_id", "=", "r.org_id").onRef("t.id", "=", "r.tag_id"))
		.select(["r.record_id", "t.name"])
		.where("r.record_type", "=", "contact")
		.where("r.record_id", "=", sql<string>`any(${ids}::uuid[])`)
		.execute();
	const tags = new Map<string, Set<string>>();
	for (const { record_id, name } of rows)
		tags.set(record_id, (tags.get(record_id) ?? new Set()).add(name.toLowerCase()));
	return tags;
}
