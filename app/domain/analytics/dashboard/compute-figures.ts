import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import { KeptFigures } from "./schema.ts";

/** Under this name the figures are kept. */
export const DASHBOARD = "dashboard";

/**
 * Counts the figures anew and keeps them, in one statement: exact counts, each by an index that holds all it needs. Two
 * who do so at once keep the later one's.
 */
export async function computeFigures(ctx: Ctx): Promise<KeptFigures> {
	const { rows } = await sql<{ value: unknown }>`
		insert into kept_figures (org_id, name, value, computed_at)
		select ${ctx.org}, ${DASHBOARD}, json_build_object(
			'contacts', (${counted(ctx, sql`contacts`)}),
			'deals', (select row_to_json(x) from (
				select count(*) filter (where d.closed_at is null) as count, coalesce(sum(d.value_cents) filter (where d.closed_at is null), 0)::bigint as "valueCents",
					${addedColumns(ctx, sql`d`)}
				from deals d where d.org_id = ${ctx.org} and d.deleted_at is null) x),
			'documents', (${documents(ctx)}),
			'events', (${appointments(ctx)}),
			'pipeline', (${pipeline(ctx)}),
			'agents', (${agents(ctx)})), ${ctx.now}
		on conflict (org_id, name) do update set value = excluded.value, computed_at = excluded.computed_at
		returning value`.execute(ctx.db);
	return KeptFigures.parse(rows[0]?.value);
}

/** By collection: who may read which is asked when the figures are shown. */
function documents(ctx: Ctx): RawBuilder<unknown> {
	const isDocument = sql`not (d.state = 'failed' and d.current_version_id is null)`;
	return sql`select coalesce(json_agg(x), '[]') from (
		select d.collection_id as collection, count(*) filter (where ${isDocument}) as count,
			count(*) filter (where not ${isDocument}) as unreadable,
			count(*) filter (where d.state in ('stored', 'processing')) as processing, ${addedColumns(ctx, sql`d`, isDocument)}
		from documents d where d.org_id = ${ctx.org} and d.deleted_at is null group by d.collection_id) x`;
}

const DAYS = sql`interval '30 days'`;

function addedColumns(ctx: Ctx, of: RawBuilder<unknown>, those = sql`true`): RawBuilder<unknown> {
	return sql`count(*) filter (where ${those} and ${of}.created_at > ${ctx.now}::timestamptz - ${DAYS}) as added,
		count(*) filter (where ${those} and ${of}.created_at > ${ctx.now}::timestamptz - 2 * ${DAYS} and ${of}.created_at <= ${ctx.now}::timestamptz - ${DAYS}) as before`;
}

/** All live rows of a large table, with those that are new: the counts go by the index of what came when. */
function counted(ctx: Ctx, table: RawBuilder<unknown>): RawBuilder<unknown> {
	const live = sql`from ${table} where org_id = ${ctx.org} and deleted_at is null`;
	return sql`select json_build_object('count', (select count(*) ${live}),
		'added', (select count(*) ${live} and created_at > ${ctx.now}::timestamptz - ${DAYS}),
		'before', (select count(*) ${live} and created_at > ${ctx.now}::timestamptz - 2 * ${DAYS} and created_at <= ${ctx.now}::timestamptz - ${DAYS}))`;
}

function appointments(ctx: Ctx): RawBuilder<unknown> {
	const of = sql`from appointments where org_id = ${ctx.org} and state <> 'cancelled'`;
	return sql`select json_build_object(
		'upcoming', (select count(*) ${of} and starts_at > ${ctx.now}),
		'count', (select count(*) ${of} and starts_at > ${ctx.now}::timestamptz - ${DAYS}),
		'added', (select count(*) ${of} and starts_at > ${ctx.now}::timestamptz - ${DAYS} and starts_at <= ${ctx.now}),
		'before', (select count(*) ${of} and starts_at > ${ctx.now}::timestamptz - 2 * ${DAYS} and starts_at <= ${ctx.now}::timestamptz - ${DAYS}))`;
}

function pipeline(ctx: Ctx): RawBuilder<unknown> {
	return sql`select coalesce(json_agg(x), '[]') from (
		select s.id, s.name as stage, count(d.id) as count, coalesce(sum(d.value_cents), 0)::bigint as "valueCents"
		from pipelines p join pipeline_stages s on s.org_id = p.org_id and s.pipeline_id = p.id and s.deleted_at is null and s.outcome = 'open'
		left join deals d on d.org_id = s.org_id and d.pipeline_id = p.id and d.stage_id = s.id and d.deleted_at is null
		where p.org_id = ${ctx.org} and p.kind = 'deal' and p.deleted_at is null
		group by p.position, p.id, s.id, s.name, s.position order by p.position, p.id, s.position limit 40) x`;
}

function agents(ctx: Ctx): RawBuilder<unknown> {
	const tasks = (state: RawBuilder<unknown>) => sql`(select count(*) from tasks t
		where t.org_id = a.org_id and t.agent_id = a.id and ${state})`;
	return sql`select coalesce(json_agg(x), '[]') from (
		select a.id, a.name, a.kind, a.enabled, ${tasks(sql`t.state = 'open'`)} as open,
			${tasks(sql`t.state = 'done' and t.completed_at > ${ctx.now}::timestamptz - ${DAYS}`)} as done
		from agents a where a.org_id = ${ctx.org} order by a.name limit 12) x`;
}
