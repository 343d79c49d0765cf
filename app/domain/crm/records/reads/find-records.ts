import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../columns.ts";
import type { RecordType } from "../schema.ts";

export type Found = { type: RecordType; id: string; name: string; about: string | null };

/** How many of each kind are offered. */
const MOST = 8;

/**
 * Records of every kind whose name, or a contact's address, begins with what was typed: for choosing one. Nothing typed
 * brings the latest. One query; contacts by the search that may look past row level security.
 */
export async function findRecords(ctx: Ctx, text: string): Promise<Found[]> {
	authorize(ctx, "contacts.view");
	const q = text.trim().toLowerCase().slice(0, 100);
	const ids = sql`select f.id from find_contacts_by_prefix(${q.split(/\s+/)[0] ?? ""}, 200) f`;
	const people = q === "" ? sql`true` : sql`c.id in (${ids})`;
	// Of several words the first finds, and all of them are wanted at the beginning of the name.
	const whole = q.includes(" ") ? sql`starts_with(lower(c.first_name || ' ' || c.last_name), ${q})` : sql`true`;
	const named = (of: string) => sql`starts_with(lower(${sql.ref(`${of}.name`)}), ${q})`;
	const { rows } = await sql<Found>`
		(select 'contact' as type, c.id, ${recordName("contact", "c")} as name, coalesce(c.email::text, c.phone) as about
			from contacts c where c.deleted_at is null and ${people} and ${whole} order by c.created_at desc, c.id desc limit ${MOST})
		union all
		(select 'account', a.id, a.name, a.city from accounts a
			where a.deleted_at is null and ${named("a")} order by a.created_at desc, a.id desc limit ${MOST})
		union all
		(select 'deal', d.id, d.name, s.name from deals d
			join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id
			where d.deleted_at is null and ${named("d")} order by d.created_at desc, d.id desc limit ${MOST})
		union all
		(select 'project', p.id, p.name, p.state from projects p
			where p.deleted_at is null and ${named("p")} order by p.created_at desc, p.id desc limit ${MOST})`.execute(
		ctx.db,
	);
	return rows;
}
