import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../records/columns.ts";
import { RECORD_TYPES, type RecordType } from "../records/schema.ts";

/** How many records of each kind have it, those in the trash left out; counted to MOST_TAGGED. */
export type TagCounts = Record<RecordType, number>;
export type TagRow = { id: string; name: string; counts: TagCounts };

/** A tag that was deleted, or joined with `into`. */
export type RemovedTag = { id: string; name: string; into: string | null; records: number; removedAt: string };

export const TAG_PAGE = 50;
/** A count stops here: more say "1,000+". */
export const MOST_TAGGED = 1_000;
const REMOVED = 20;

type Asked = { q?: string | undefined; after?: string | undefined };

/** A page of the organisation's tags by name, with how many records have each, and the tags removed last: one query. */
export async function listTags(
	ctx: Ctx,
	{ q = "", after = "" }: Asked,
): Promise<{ tags: TagRow[]; next: string | null; removed: RemovedTag[] }> {
	authorize(ctx, "contacts.view");
	const { rows } = await sql<{ tags: TagRow[]; removed: RemovedTag[] }>`select
		(select coalesce(json_agg(x), '[]') from (select t.id, t.name, ${COUNTS} as counts from tags t
			where strpos(lower(t.name::text), ${q.trim().toLowerCase()}) > 0 and t.name > ${after}::citext
			order by t.name limit ${TAG_PAGE + 1}) x) as tags,
		(select coalesce(json_agg(x), '[]') from (select r.id, r.name, coalesce(t.name, g.name) as "into",
			(select count(*)::int from (select 1 from removed_record_tags o where o.tag_id = r.id limit ${MOST_TAGGED + 1}) c) as records,
			to_char(r.removed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "removedAt"
			from removed_tags r left join tags t on t.org_id = r.org_id and t.id = r.into_id
			left join removed_tags g on g.org_id = r.org_id and g.id = r.into_id
			order by r.removed_at desc, r.id desc limit ${REMOVED}) x) as removed`.execute(ctx.db);
	const { tags, removed } = rows[0]!;
	const page = tags.slice(0, TAG_PAGE);
	return { tags: page, next: tags.length > TAG_PAGE ? page.at(-1)!.name : null, removed };
}

/** One tag with its counts. 404 for none. */
export async function getTag(ctx: Ctx, id: string): Promise<TagRow> {
	authorize(ctx, "contacts.view");
	const { rows } = isId(id)
		? await sql<TagRow>`select t.id, t.name::text as name, ${COUNTS} as counts from tags t where t.id = ${id}`.execute(
				ctx.db,
			)
		: { rows: [] };
	if (!rows[0]) throw notFound("tag");
	return rows[0];
}

const COUNTS = sql`json_build_object(${sql.join(
	RECORD_TYPES.flatMap((type) => [
		sql`${sql.lit(type)}`,
		sql`(select count(*)::int from (select 1 from record_tags x
			join ${sql.table(RECORD_TABLES[type])} r on r.org_id = x.org_id and r.id = x.record_id and r.deleted_at is null
			where x.org_id = t.org_id and x.tag_id = t.id and x.record_type = ${sql.lit(type)} limit ${sql.lit(MOST_TAGGED + 1)}) c)`,
	]),
)})`;
