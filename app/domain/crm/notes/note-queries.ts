import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";
import type { NoteKind } from "./schema.ts";

/** A note that was removed, and the record on which it was written. */
export type RemovedNote = {
	id: string;
	kind: NoteKind;
	excerpt: string;
	subject: { type: string; id: string; name: string | null };
	deletedAt: string;
};

const PAGE = 50;

/** Removed notes, the latest first, without those that erasure emptied, a page by key: one query. `older` is the key of the next page. */
export async function listRemovedNotes(
	ctx: Ctx,
	before?: string,
): Promise<{ notes: RemovedNote[]; older: string | null }> {
	authorize(ctx, "contacts.view");
	const [at = "", edge = ""] = before?.split("_") ?? [];
	const further =
		/^\d{1,12}(\.\d{1,6})?$/.test(at) && isId(edge)
			? sql`and (n.deleted_at, n.id) < (to_timestamp(${at}::numeric), ${edge}::uuid)`
			: sql``;
	const { rows } = await sql<NoteRow>`
		select n.id, n.kind, left(n.body, 120) as excerpt, n.subject_type, n.subject_id, n.deleted_at,
			extract(epoch from n.deleted_at)::text as key,
			coalesce(case when c.id is not null then ${recordName("contact", "c")} end, a.name, d.name, p.name) as name
		from notes n
		left join contacts c on c.org_id = n.org_id and n.subject_type = 'contact' and c.id = n.subject_id
		left join accounts a on a.org_id = n.org_id and n.subject_type = 'account' and a.id = n.subject_id
		left join deals d on d.org_id = n.org_id and n.subject_type = 'deal' and d.id = n.subject_id
		left join projects p on p.org_id = n.org_id and n.subject_type = 'project' and p.id = n.subject_id
		where n.org_id = ${ctx.org} and n.deleted_at is not null and n.body <> '' ${further}
		order by n.deleted_at desc, n.id desc limit ${PAGE + 1}`.execute(ctx.db);
	const page = rows.slice(0, PAGE);
	const last = page.at(-1);
	return {
		notes: page.map(({ id, kind, excerpt, subject_type, subject_id, name, deleted_at }) => ({
			...{ id, kind, excerpt },
			subject: { type: subject_type, id: subject_id, name },
			deletedAt: deleted_at.toISOString(),
		})),
		older: rows.length > PAGE && last ? `${last.key}_${last.id}` : null,
	};
}

type NoteRow = {
	id: string;
	kind: NoteKind;
	excerpt: string;
	subject_type: string;
	subject_id: string;
	name: string | null;
	deleted_at: Date;
	key: string;
};

/** A note for its form. 404 for no such note or one that was removed. */
export async function getNote(ctx: Ctx, id: string) {
	authorize(ctx, "contacts.view");
	const note = isId(id)
		? await ctx.db
				.selectFrom("notes")
				.select(["id", "version", "subject_type", "subject_id", "kind", "body", "happened_at", "minutes"])
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!note) throw notFound("note");
	return {
		id: note.id,
		version: note.version,
		subject: { type: note.subject_type, id: note.subject_id },
		kind: note.kind,
		body: note.body,
		happenedAt: note.happened_at.toISOString(),
		minutes: note.minutes,
	};
}
