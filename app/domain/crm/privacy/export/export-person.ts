import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { hideCustomerLinks } from "#app/domain/messaging/customer-links.ts";
import type { Ctx } from "#db/context.ts";
import { type Person, readPerson } from "../person-scope.ts";
import { EXPORT_SECTIONS, type ExportSection } from "./sections.ts";

const CHUNK = 500;

/**
 * One piece of the copy of all that is held on a person (CRM-8), as JSON text: sections in order, rows by key. `after`
 * is the `next` of the piece before; the first records that a copy was taken. 404 for no such contact here. Links that
 * act for the customer stand as words: the file is the member's, until it is handed over.
 */
export async function exportPerson(
	ctx: Ctx,
	id: string,
	after: string | undefined,
): Promise<{ text: string; next: string | null }> {
	authorize(ctx, "contacts.export-personal");
	const person = isId(id) ? await readPerson(ctx.db, ctx.org, id) : null;
	if (!person) throw notFound("contact");
	if (after === undefined)
		await ctx.record({ name: "contact.personal-exported", subject: { type: "contact", id }, data: { format: "json" } });
	const place = readPlace(after);
	const section = EXPORT_SECTIONS[place.section];
	if (!section) return { text: "", next: null };
	const rows = await readRows(ctx, section, person, place.skip);
	const lines = rows.slice(0, CHUNK).map(({ line }) => hideCustomerLinks(line));
	const isFirst = place.skip === "";
	const opens = isFirst ? `${place.section === 0 ? "" : ",\n"}${JSON.stringify(section.name)}: [` : "";
	const body = lines.map((line, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${line}`).join("");
	const last = rows.length > CHUNK ? rows[CHUNK - 1] : undefined;
	if (last) return { text: `${opens}${body}`, next: `${place.section}:${last.key}` };
	const isEnd = place.section === EXPORT_SECTIONS.length - 1;
	return { text: `${opens}${body}\n]`, next: isEnd ? null : `${place.section + 1}:` };
}

type Row = { key: string; line: string };

/** A page of a section's rows. The key has the row's whole place, since some tables' keys are not one column. */
async function readRows(ctx: Ctx, { table, key, where }: ExportSection, person: Person, skip: string): Promise<Row[]> {
	const place: RawBuilder<unknown> = sql`${sql.ref(`x.${key}`)}::text || '/' || md5(to_jsonb(x)::text)`;
	const { rows } = await sql<Row>`
		select r.key, r.line from (select ${place} as key, to_jsonb(x)::text as line from ${sql.table(table)} x where ${where(person)}) r
		where r.key > ${skip} collate "C" order by r.key collate "C" limit ${CHUNK + 1}`.execute(ctx.db);
	return rows;
}

function readPlace(after: string | undefined): { section: number; skip: string } {
	const [section = "0", ...skip] = (after ?? "0:").split(":");
	return { section: Number(section), skip: skip.join(":") };
}
