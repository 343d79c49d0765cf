import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";

/**
 * Which of these fields of an account are known of a later instant than `at`: told by a webhook of a later one, or changed
 * since then by somebody or something else. The account is to be held, so that what is answered stays so.
 */
export async function lateFields(ctx: Ctx, accountId: string, fields: readonly string[], at: Date): Promise<string[]> {
	if (fields.length === 0) return [];
	const { rows } = await sql<{ field: string }>`
		select f.field from unnest(${fields}::text[]) f (field)
		where exists (select from account_told t where t.org_id = ${ctx.org} and t.account_id = ${accountId}
				and t.field = f.field and t.at > ${at}::timestamptz)
			or exists (select from events e where e.org_id = ${ctx.org} and e.subject_type = 'account'
				and e.subject_id = ${accountId} and e.at > ${at}::timestamptz and e.changes ? f.field
				and not (e.actor_kind = 'webhook' and e.actor_id in (select h.id from account_hooks h where h.org_id = ${ctx.org})))`.execute(
		ctx.db,
	);
	return rows.map(({ field }) => field);
}

/** Notes of which instant these fields are now. */
export async function keepTold(ctx: Ctx, accountId: string, fields: readonly string[], at: Date): Promise<void> {
	if (fields.length === 0) return;
	await sql`insert into account_told as t (org_id, account_id, field, at)
		select ${ctx.org}::uuid, ${accountId}::uuid, f.field, ${at}::timestamptz from unnest(${fields}::text[]) f (field)
		on conflict (org_id, account_id, field) do update set at = greatest(t.at, excluded.at)`.execute(ctx.db);
}
