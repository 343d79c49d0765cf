import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import type { RecordType } from "../schema.ts";

export type Choice = { id: string; name: string };

/** What the fields of a form can be set to. Accounts and contacts are those changed latest, and those `kept`. */
export type Choices = {
	members: Choice[];
	accounts: Choice[];
	contacts: Choice[];
	stages: (Choice & { pipeline: string; outcome: string })[];
	currency: string;
};

/** As many as a list can hold and still be read; others are found by the form's search. */
export const MOST_CHOICES = 200;

/** The choices for a form of a kind, with those that the record has already: one query. */
export async function listChoices(
	ctx: Ctx,
	type: RecordType,
	kept: { accountId?: string | null; contactId?: string | null } = {},
): Promise<Choices> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const list = (part: ReturnType<typeof sql>) =>
		sql`(select coalesce(json_agg(row_to_json(x)), '[]') from (${part}) x)`;
	const accounts =
		type === "account"
			? NONE
			: sql`select id, name from accounts where deleted_at is null or id = ${kept.accountId ?? null}::uuid
				order by (id = ${kept.accountId ?? null}::uuid) desc nulls last, created_at desc, id desc limit ${MOST_CHOICES}`;
	const contacts =
		type === "deal" || type === "project"
			? sql`select c.id, ${recordName("contact", "c")} as name from contacts c
				where c.deleted_at is null or c.id = ${kept.contactId ?? null}::uuid
				order by (c.id = ${kept.contactId ?? null}::uuid) desc nulls last,
					c.created_at desc, c.id desc limit ${MOST_CHOICES}`
			: NONE;
	const stages =
		type === "deal"
			? sql`select s.id, s.name, s.outcome, p.name as pipeline from pipeline_stages s
				join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
				where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
				order by p.position, p.id, s.position, s.id limit 300`
			: NONE;
	const { rows } = await sql<Choices>`select
		${list(sql`select id, name from memberships order by name, id limit 300`)} as members,
		${list(accounts)} as accounts, ${list(contacts)} as contacts, ${list(stages)} as stages,
		(select currency from organisations where id = ${ctx.org}) as currency`.execute(ctx.db);
	return rows[0]!;
}

const NONE = sql`select 1 where false`;
