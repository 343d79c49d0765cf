import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { ContactColumn } from "../rows/read-row.ts";

export type ColumnsSet = { id: string; version: number; set: Partial<Record<ContactColumn, string | null>> };

/** Sets columns of many contacts at once, of each those that are named, and their versions: one statement. */
export async function setColumns(ctx: Ctx, changes: readonly ColumnsSet[]): Promise<void> {
	if (changes.length === 0) return;
	await sql`
		update contacts c set version = r.version, updated_at = ${ctx.now}::timestamptz,
			first_name = case when r.set ? 'first_name' then coalesce(r.set ->> 'first_name', '') else c.first_name end,
			last_name = case when r.set ? 'last_name' then coalesce(r.set ->> 'last_name', '') else c.last_name end,
			email = case when r.set ? 'email' then (r.set ->> 'email')::citext else c.email end,
			phone = case when r.set ? 'phone' then r.set ->> 'phone' else c.phone end,
			job_title = case when r.set ? 'job_title' then coalesce(r.set ->> 'job_title', '') else c.job_title end,
			city = case when r.set ? 'city' then r.set ->> 'city' else c.city end,
			country = case when r.set ? 'country' then r.set ->> 'country' else c.country end,
			stage = case when r.set ? 'stage' then r.set ->> 'stage' else c.stage end,
			owner_id = case when r.set ? 'owner_id' then (r.set ->> 'owner_id')::uuid else c.owner_id end,
			account_id = case when r.set ? 'account_id' then (r.set ->> 'account_id')::uuid else c.account_id end
		from jsonb_to_recordset(${jsonb(changes)}) as r (id uuid, version integer, set jsonb)
		where c.id = r.id`.execute(ctx.db);
}
