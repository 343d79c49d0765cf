import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import type { Ctx } from "#db/context.ts";

/** Ids with commas between them. Fails in words for what is none. */
export function membersNamed(text: string): string[] {
	const ids = text
		.split(/[\s,;]+/)
		.map((id) => id.trim().toLowerCase())
		.filter(Boolean);
	const wrong = ids.find((id) => !isId(id));
	if (wrong) throw new StepFailure(`“${wrong}” is no member's id.`);
	return ids;
}

/**
 * Of the members named, or of all who may work on records, the one who owns the fewest rows of a table; of equals the one
 * who has been here longest. Two who ask at once wait for each other, so that turns are kept.
 */
export async function memberWithFewest(
	ctx: Ctx,
	ids: readonly string[],
	table: "contacts" | "accounts" | "deals" | "projects" | "leads",
): Promise<string> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`turns ${ctx.org} ${table}`}, 0))`.execute(ctx.db);
	const living = table === "leads" ? sql`r.state not in ('won', 'lost')` : sql`r.deleted_at is null`;
	const among = ids.length > 0 ? sql`m.id = any(${[...ids]}::uuid[])` : sql`m.role <> 'viewer'`;
	const { rows } = await sql<{ id: string }>`
		select m.id from memberships m where ${among}
		order by (select count(*) from ${sql.table(table)} r where r.owner_id = m.id and ${living}), m.id limit 1`.execute(
		ctx.db,
	);
	if (!rows[0]) throw new StepFailure(ids.length > 0 ? "None of these members works here." : "Nobody works here.");
	return rows[0].id;
}
