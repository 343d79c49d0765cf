import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockTag } from "./lock-tag.ts";

/**
 * Takes a tag off all its records and out of the lists; with `into`, its records get that tag instead. Where it stood is
 * kept, so that `restoreTag` takes either back. One statement each, however many records have it. 404 for no such tag;
 * 422 for joining a tag with itself.
 */
export async function removeTag(
	ctx: Ctx,
	{ id, into }: { id: string; into?: string },
): Promise<{ name: string; into: string | null }> {
	authorize(ctx, "tags.edit");
	if (into === id) throw invalid("Choose another tag.", { into: ["Choose another tag than this one."] });
	// In one order, so that two who join the same tags wait for each other.
	const locked = new Map<string, Awaited<ReturnType<typeof lockTag>>>();
	for (const one of [id, ...(into ? [into] : [])].sort()) locked.set(one, await lockTag(ctx, one));
	const tag = locked.get(id)!;
	const other = into ? locked.get(into)! : null;
	await ctx.db
		.insertInto("removed_tags")
		.values({
			...{ org_id: ctx.org, id, name: tag.name, into_id: other?.id ?? null },
			...{ created_at: tag.created_at, removed_at: ctx.now },
		})
		.execute();
	const given = other
		? sql`insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
			select s.org_id, s.record_type, s.record_id, ${other.id}::uuid, ${ctx.now}::timestamptz from stood s
			on conflict do nothing returning record_type, record_id`
		: sql`select null::text as record_type, null::uuid as record_id where false`;
	await sql`with stood as (select * from record_tags where tag_id = ${id}::uuid), given as (${given})
		insert into removed_record_tags (org_id, tag_id, record_type, record_id, created_at, got_other)
		select s.org_id, s.tag_id, s.record_type, s.record_id, s.created_at, g.record_id is not null from stood s
		left join given g on g.record_type = s.record_type and g.record_id = s.record_id`.execute(ctx.db);
	await ctx.db.deleteFrom("tags").where("id", "=", id).execute();
	const data = { tag: tag.name, tagId: id, ...(other ? { into: other.name, intoId: other.id } : {}) };
	await ctx.record({ name: other ? "tag.merged" : "tag.deleted", subject: { type: "tag", id }, data });
	return { name: tag.name, into: other?.name ?? null };
}
