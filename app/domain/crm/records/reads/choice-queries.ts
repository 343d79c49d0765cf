import { type RawBuilder, sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import type { RecordType } from "../schema.ts";
import { type Choice, namedOffer, type Offer, offerOf } from "./offers.ts";

/** What the fields of a form can be set to. Each holds what is `kept`, accounts and contacts also from the trash. */
export type Choices = {
	members: Offer;
	accounts: Offer;
	contacts: Offer;
	stages: (Choice & { pipeline: string; outcome: string })[];
	currency: string;
};

/** As many accounts or contacts as a list can hold and still be read. */
export const MOST_CHOICES = 50;

/** What the record refers to already: an id, or a column of a record `r` that is read beside. */
export type Kept = Partial<Record<"accountId" | "contactId" | "ownerId", string | RawBuilder<unknown> | null>>;

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
	{ accountId = null, contactId = null, ownerId = null }: Kept,
): RawBuilder<Choices> {
	const hasContact = type === "deal" || type === "project";
	const stages = sql`select s.id, s.name, s.outcome, p.name as pipeline from pipeline_stages s
		join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
		where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'
		order by p.position, p.id, s.position, s.id`;
	return sql<Choices>`json_build_object(
		'members', ${namedOffer("memberships", sql`= ${ownerId}::uuid`)},
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
	const latest = sql`${from} where k.deleted_at is null order by k.created_at desc, k.id desc`;
	return offerOf(latest, sql`${from} where k.id = ${kept}::uuid`, MOST_CHOICES);
}
