import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import { type Choice, namedOffer, type Offer } from "../records/reads/offers.ts";
import type { RecordType } from "../records/schema.ts";

export type BulkChoices = { members: Offer; tags: Offer; stages: (Choice & { pipeline: string })[] };

/** What acts on many records choose from: one query. */
export async function listBulkChoices(ctx: Ctx, type: RecordType): Promise<BulkChoices> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const { rows } = await sql<BulkChoices>`select ${namedOffer("memberships")} as members, ${namedOffer("tags")} as tags,
		(select coalesce(json_agg(x), '[]') from (select s.id, s.name, p.name as pipeline from pipeline_stages s
			join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
			where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
			order by p.position, p.id, s.position, s.id) x) as stages`.execute(ctx.db);
	return rows[0]!;
}

/** Those members and tags of these ids that there are: what filters ask for, also where the list's choices are cut. */
export async function listNamed(
	ctx: Ctx,
	type: RecordType,
	ids: readonly string[],
): Promise<{ members: Choice[]; tags: Choice[] }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const of = (table: string) => sql`(select coalesce(json_agg(x), '[]') from (select id, name from ${sql.table(table)}
		where id = any(${ids}::uuid[]) order by name, id) x)`;
	const { rows } = await sql<{ members: Choice[]; tags: Choice[] }>`select ${of("memberships")} as members,
		${of("tags")} as tags`.execute(ctx.db);
	return rows[0]!;
}
