import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Detail } from "#app/domain/events/event-details.ts";
import { fieldLabel } from "#app/domain/events/labels.ts";
import { type Reader, sayValue } from "#app/domain/events/say-event.ts";
import { type SubjectNames, subjectNamesOf } from "#app/domain/events/subject-names.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { RecordType } from "../records/schema.ts";
import { IMPORT_KINDS } from "./kinds/kinds.ts";
import { fieldOf } from "./run/field-of.ts";
import { countIn } from "./run/lists.ts";
import type { ImportName, Touch } from "./schema.ts";

export type Touched = { id: string; type: RecordType; name: string; details: Detail[] };
type Asked = { act: Touch; after?: string | undefined; zone: string; currency: string };

const PAGE = 50;

/**
 * The records that an import created, updated, or that undoing left, in pages, with what it changed in words: three
 * queries. Throws 404 for no such import here.
 */
export async function listTouched(
	ctx: Ctx,
	id: string,
	{ act, after, zone, currency }: Asked,
): Promise<{ title: string; rows: Touched[]; next: string | null }> {
	authorize(ctx, "records.import");
	if (!isId(id)) throw notFound("import");
	const which =
		act === "left"
			? sql`b.undone_at is null and i.state in ('undoing', 'undone') and (i.state = 'undone' or b.record_id <= (i.cursor ->> 'after')::uuid)`
			: sql`b.act = ${act}`;
	const { rows } = await sql<{ title: string; type: RecordType; kind: ImportName; changes: Row[] }>`
		select i.title, i.record_type as type, coalesce(i.params ->> 'rows', i.record_type) as kind,
			(select coalesce(json_agg(x order by x.id), '[]') from (
				select b.record_id as id, b.act, coalesce(b.after ->> 'type', i.record_type) as type, b.before, b.after from batch_changes b
				where b.org_id = i.org_id and b.batch_id = i.id and ${which} ${isId(after) ? sql`and b.record_id > ${after}::uuid` : sql``}
				order by b.record_id limit ${PAGE + 1}) x) as changes
		from change_batches i where i.id = ${id} and i.kind = 'import'`.execute(ctx.db);
	const found = rows[0];
	if (!found) throw notFound("import");
	const shown = found.changes.slice(0, PAGE);
	const names = await namesIn(ctx, shown);
	return {
		title: found.title,
		rows: shown.map((row) => ({
			...{ id: row.id, type: row.type, name: names[row.id]?.name ?? "A record that is gone" },
			details: row.act === "updated" ? detailsOf(row, found.kind, { names, zone, currency }) : [],
		})),
		next: found.changes.length > PAGE ? shown.at(-1)!.id : null,
	};
}

type Row = { id: string; act: string; type: RecordType; before: Values; after: Values };
type Values = Record<string, unknown>;

async function namesIn(ctx: Ctx, rows: readonly Row[]): Promise<SubjectNames> {
	const ids = rows.flatMap(({ id, before, after }) => [
		id,
		...[before, after].flatMap((values) => Object.entries(values).flat(2)),
	]);
	const known = [...new Set(ids)].filter((one): one is string => isId(one));
	if (known.length === 0) return {};
	const { rows: named } = await subjectNamesOf(sql`= any(${known}::uuid[])`).execute(ctx.db);
	const tags = await tagNames(ctx, rows);
	return { ...Object.fromEntries(named.map(({ id, type, name }) => [id, { type, name }])), ...tags };
}

async function tagNames(ctx: Ctx, rows: readonly Row[]): Promise<SubjectNames> {
	const ids = [...new Set(rows.flatMap(({ after }) => (after.tags ?? []) as string[]))];
	if (ids.length === 0) return {};
	const tags = await ctx.db.selectFrom("tags").select(["id", "name"]).where("id", "in", ids).execute();
	return Object.fromEntries(tags.map(({ id, name }) => [id, { type: "tag", name: String(name) }]));
}

/** What was set of a record, as its timeline says it. */
function detailsOf({ before, after }: Row, kind: ImportName, reader: Reader): Detail[] {
	const { type, columns, figures } = IMPORT_KINDS[kind];
	return Object.entries(after).flatMap(([name, value]): Detail[] => {
		const say = (field: string, one: unknown) =>
			sayValue(field, one, { data: { currency: after.currency ?? before.currency }, changes: {} }, reader);
		if (name === "tags") return [{ label: "Tags added", value: say("tags", value) }];
		if (columns[name]?.list) {
			const [was, is] = [countIn(before[name]), countIn(value)];
			return [{ label: fieldLabel(name), before: say(name, was), value: say(name, is) }];
		}
		const own = isId(name) ? reader.names[name]?.name : undefined;
		const field = fieldOf(type, name) ?? figures?.names[name];
		if (!own && !field) return [];
		const spoken = own ? "field:own" : field!;
		return [{ label: own ?? fieldLabel(field!), before: say(spoken, before[name]), value: say(spoken, value) }];
	});
}
