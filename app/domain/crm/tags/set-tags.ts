import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import type { RecordType } from "../records/schema.ts";
import { TagName } from "./schema.ts";

/** As many tags as one record is given at once. */
export const MOST_TAGS = 50;

/**
 * Gives a record these tags and no others, in one statement each however many there are; tags are the same whatever
 * their capitals, new ones are made. 404 for no such record.
 */
export async function setTags(
	ctx: Ctx,
	{ type, id, tags }: { type: RecordType; id: string; tags: readonly string[] },
): Promise<void> {
	authorize(ctx, EDIT_PERMISSION[type]);
	await getLiveName(ctx, type, id);
	const names = tags.map((tag) => TagName.parse(tag));
	const removed = await takeOthers(ctx, { type, id, names });
	const added = names.length > 0 ? await putThese(ctx, { type, id, names }) : [];
	const subject = { type, id };
	await ctx.recordMany([
		...removed.map((tag) => ({ name: "tag.removed", subject, data: { tag: tag.name, tagId: tag.id } })),
		...added.map((tag) => ({ name: "tag.added", subject, data: { tag: tag.name, tagId: tag.id } })),
	]);
}

type Tag = { id: string; name: string };
type Named = { type: RecordType; id: string; names: readonly string[] };

async function takeOthers(ctx: Ctx, { type, id, names }: Named): Promise<Tag[]> {
	const { rows } = await sql<Tag>`delete from record_tags x using tags t
		where x.record_type = ${type} and x.record_id = ${id}::uuid and t.org_id = x.org_id and t.id = x.tag_id
			and t.name <> all(${names}::text[]::citext[]) returning t.id, t.name`.execute(ctx.db);
	return rows;
}

/** Those that the record had not; of one tag written twice the last is how it is written. In the order of names, so that two who make the same tags wait for each other. */
async function putThese(ctx: Ctx, { type, id, names }: Named): Promise<Tag[]> {
	const ids = names.map(() => newId());
	const { rows } = await sql<Tag>`with named as (
			insert into tags (org_id, id, name, created_at)
			select distinct on (n.name) ${ctx.org}::uuid, n.id, n.name, ${ctx.now}::timestamptz
				from unnest(${ids}::uuid[], ${names}::text[]::citext[]) with ordinality n (id, name, at) order by n.name, n.at desc
			on conflict (org_id, name) do update set name = tags.name returning id, name
		), put as (
			insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
			select ${ctx.org}::uuid, ${type}, ${id}::uuid, named.id, ${ctx.now}::timestamptz from named
			on conflict do nothing returning tag_id
		) select named.id, named.name from named join put on put.tag_id = named.id`.execute(ctx.db);
	return rows;
}
