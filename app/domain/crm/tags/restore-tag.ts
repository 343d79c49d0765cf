import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Brings a tag back that was deleted or joined with another, on the records that had it and are there still. What got
 * the other tag by the joining loses it again. 404 for none; 409 where another tag has its name by now.
 */
export async function restoreTag(ctx: Ctx, id: string): Promise<string> {
	authorize(ctx, "tags.edit");
	const removed = isId(id)
		? await ctx.db
				.selectFrom("removed_tags")
				.select(["name", "into_id", "created_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!removed) throw notFound("tag");
	const { name, into_id, created_at } = removed;
	const made = await ctx.db
		.insertInto("tags")
		.values({ org_id: ctx.org, id, name, created_at })
		.onConflict((on) => on.columns(["org_id", "name"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!made) throw conflict(`“${name}” is a tag again already. Rename that one first, then bring this one back.`);
	await sql`insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
		select org_id, record_type, record_id, tag_id, created_at from removed_record_tags o where o.tag_id = ${id}::uuid
			and case o.record_type when 'contact' then exists (select from contacts r where r.id = o.record_id)
				when 'account' then exists (select from accounts r where r.id = o.record_id)
				when 'deal' then exists (select from deals r where r.id = o.record_id)
				else exists (select from projects r where r.id = o.record_id) end`.execute(ctx.db);
	if (into_id) {
		await sql`delete from record_tags t using removed_record_tags o where o.tag_id = ${id}::uuid and o.got_other
			and t.tag_id = ${into_id}::uuid and t.record_type = o.record_type and t.record_id = o.record_id`.execute(ctx.db);
	}
	await ctx.db.deleteFrom("removed_tags").where("id", "=", id).execute();
	await ctx.record({ name: "tag.restored", subject: { type: "tag", id }, data: { tag: name, tagId: id } });
	return name;
}
