import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";
import type { Choice } from "./list-queries.ts";

export type BulkChoices = { members: Choice[]; tags: Choice[]; stages: (Choice & { pipeline: string })[] };

/** What acts on many records choose from: one query. */
export async function listBulkChoices(ctx: Ctx, type: RecordType): Promise<BulkChoices> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const { rows } = await sql<BulkChoices>`select
		(select coalesce(json_agg(x), '[]') from (select id, name from memberships order by name, id limit 300) x) as members,
		(select coalesce(json_agg(x), '[]') from (select id, name from tags order by name limit 300) x) as tags,
		(select coalesce(json_agg(x), '[]') from (select s.id, s.name, p.name as pipeline from pipeline_stages s
			join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
			where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
			order by p.position, p.id, s.position, s.id limit 300) x) as stages`.execute(ctx.db);
	return rows[0]!;
}
