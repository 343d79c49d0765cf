import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import type { RecordType } from "../schema.ts";

export type Choice = { id: string; name: string };

/** Records to choose from: all of them, or where that would be no list to read, the latest; the others are looked for. */
export type Offer = { list: Choice[]; isWhole: boolean };

/** What the fields of a form can be set to. Accounts and contacts hold those `kept`, also from the trash. */
export type Choices = {
	members: Choice[];
	accounts: Offer;
	contacts: Offer;
	stages: (Choice & { pipeline: string; outcome: string })[];
	currency: string;
};

/** As many accounts or contacts as a list can hold and still be read. */
export const MOST_CHOICES = 50;

/** What the record refers to already: an id, or a column of a record `r` that is read beside. */
export type Kept = { accountId?: string | RawBuilder<unknown> | null; contactId?: string | RawBuilder<unknown> | null };

/** The choices for a form of a kind, with those that the record has already: one query. */
export async function listChoices(ctx: Ctx, type: RecordType, kept: Kept = {}): Promise<Choices> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const { rows } = await sql<{ choices: Choices }>`select ${choicesOf(ctx, type, kept)} as choices`.execute(ctx.db);
	return rows[0]!.choices;
}

/** The same as one JSON value, for whoever reads them beside a record. */
export function choicesOf(
	ctx: Ctx,
	type: RecordType,
	{ accountId = null, contactId = null }: Kept,
): RawBuilder<Choices> {
	const hasContact = type === "deal" || type === "project";
	const stages = sql`select s.id, s.name, s.outcome, p.name as pipeline from pipeline_stages s
		join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
		where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
		order by p.position, p.id, s.position, s.id limit 300`;
	return sql<Choices>`json_build_object(
		'members', ${list(sql`select id, name from memberships order by name, id limit 300`)},
		'accounts', ${type === "account" ? NONE : offer("account", accountId)},
		'contacts', ${hasContact ? offer("contact", contactId) : NONE},
		'stages', ${type === "deal" ? list(stages) : sql`'[]'::json`},
		'currency', (select currency from organisations where id = ${ctx.org}))`;
}

const NONE = sql`json_build_object('list', '[]'::json, 'isWhole', true)`;

function list(part: RawBuilder<unknown>) {
	return sql`(select coalesce(json_agg(row_to_json(x)), '[]') from (${part}) x)`;
}

/** The latest by their index, one more than is shown; what is kept may be older than they are. */
function offer(type: "account" | "contact", kept: string | RawBuilder<unknown> | null) {
	const from = sql`select k.id, ${recordName(type, "k")} as name from ${sql.table(`${type}s`)} k`;
	return sql`(with latest as materialized (${from} where k.deleted_at is null
			order by k.created_at desc, k.id desc limit ${MOST_CHOICES + 1})
		select json_build_object('isWhole', (select count(*) <= ${MOST_CHOICES} from latest),
			'list', (select coalesce(json_agg(row_to_json(x) order by lower(x.name), x.id), '[]')
				from (select * from latest union ${from} where k.id = ${kept}::uuid) x)))`;
}
