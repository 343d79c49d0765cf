import { sql } from "kysely";
import { type FieldErrors, invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import type { Values } from "../rules.ts";

const REFERENCES = {
	ownerId: {
		error: "Choose a member of your organisation.",
		exists: (id: string) => sql`select 1 from memberships where id = ${id}`,
	},
	accountId: {
		error: "Choose an account that is not in the trash.",
		exists: (id: string) => sql`select 1 from accounts where id = ${id} and deleted_at is null`,
	},
	contactId: {
		error: "Choose a contact who is not in the trash.",
		exists: (id: string) => sql`select 1 from contacts where id = ${id} and deleted_at is null`,
	},
	stageId: {
		error: "Choose a stage of one of your pipelines.",
		exists: (id: string) =>
			sql`select 1 from pipeline_stages s join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
				where s.id = ${id} and s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'`,
	},
} as const;

/** Throws 422 with the fields that name what does not exist here: one query for all of them, none without any. */
export async function assertReferences(ctx: Ctx, values: Values): Promise<void> {
	const named = Object.entries(REFERENCES).flatMap(([field, reference]) => {
		const id = values[field];
		return typeof id === "string" ? [{ field, error: reference.error, exists: reference.exists(id) }] : [];
	});
	if (named.length === 0) return;
	const { rows } = await sql<Record<string, boolean>>`select ${sql.join(
		named.map(({ field, exists }) => sql`exists (${exists}) as ${sql.id(field)}`),
	)}`.execute(ctx.db);
	const errors: FieldErrors = Object.fromEntries(
		named.filter(({ field }) => !rows[0]?.[field]).map(({ field, error }) => [field, [error]]),
	);
	if (Object.keys(errors).length > 0) throw invalid("Some of what you chose is not there any more.", errors);
}
