import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { utilisationOf } from "#app/domain/crm/accounts/figures.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { lockLiveRecord } from "#app/domain/crm/records/lock-record.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type AccountIntelligence, getIntelligence } from "./intelligence-queries.ts";
import { FACT_COLUMNS, Intelligence, KEPT_SCORES } from "./schema.ts";

type Given = Awaited<ReturnType<typeof read>>;
type Changes = Record<string, [unknown, unknown]>;

const RECORD = ["arrCents", "previousArrCents", "renewalOn"] as const;
const SCORES = ["health", "risk", "opportunity"] as const;

const read = (input: Intelligence) => checkFields(Intelligence, input);

/**
 * Sets what is known of an account (SUCCESS-1): what is absent stays, lists are replaced whole. Revenue and renewal are the
 * record's own and change as in the CRM; every score that changes leaves a row of its history. What is so already changes
 * nothing. Plays are decided anew by a job, which follows the event. 404 for no such account, 409 for one in the trash,
 * 422 by field.
 */
export async function saveIntelligence(
	ctx: Ctx,
	accountId: string,
	input: Intelligence,
	source = ctx.actor.kind,
): Promise<{ changed: string[] }> {
	authorize(ctx, "accounts.edit");
	if (!isId(accountId)) throw notFound("account");
	const given = read(input);
	await lockLiveRecord(ctx, "account", accountId);
	const before = await getIntelligence(ctx, accountId);
	workOutUtilisation(given, before);
	const record = pick(given, RECORD);
	if (Object.keys(record).length > 0) await updateAccount(ctx, { id: accountId, ...record });
	const changes = changesOf(given, before);
	const scores = pick(given, SCORES);
	if (SCORES.some((name) => name in changes))
		await ctx.db.updateTable("accounts").set(scores).where("id", "=", accountId).execute();
	await saveFacts(ctx, accountId, { given, changes, source });
	await keepHistory(ctx, accountId, { given, before, source });
	if (given.contracts && "contracts" in changes) await replaceContracts(ctx, before, given.contracts);
	if (given.stakeholders && "stakeholders" in changes) await replaceStakeholders(ctx, accountId, given.stakeholders);
	if (Object.keys(changes).length > 0) {
		const subject = { type: "account", id: accountId };
		await ctx.record({ name: "account.intelligence-changed", subject, changes, data: { source } });
	}
	return {
		changed: [...Object.keys(changes), ...RECORD.filter((name) => name in given && given[name] !== before[name])],
	};
}

/** Of seats and active users, where it is not said: what is known already counts. */
function workOutUtilisation(given: Given, before: AccountIntelligence): void {
	if (given.utilisation !== undefined || (given.seats === undefined && given.activeUsers === undefined)) return;
	const seats = given.seats === undefined ? before.seats : given.seats;
	const users = given.activeUsers === undefined ? before.activeUsers : given.activeUsers;
	given.utilisation = utilisationOf(seats, users);
}

/** Every field beside the record's own that is another than before. People at the customer's are told of by number alone. */
function changesOf(given: Given, before: AccountIntelligence): Changes {
	const changes: Changes = {};
	for (const name of [...SCORES, ...(Object.keys(FACT_COLUMNS) as (keyof typeof FACT_COLUMNS)[])]) {
		const value = given[name];
		if (value !== undefined && value !== before[name]) changes[name] = [before[name], value];
	}
	if (given.contracts && !isSame(given.contracts.map(contractOf(before)), before.contracts.map(contractOf(before))))
		changes.contracts = [before.contracts.length, given.contracts.length];
	if (given.stakeholders && !isSame(given.stakeholders.map(stakeholderOf), before.stakeholders.map(stakeholderOf)))
		changes.stakeholders = [before.stakeholders.length, given.stakeholders.length];
	return changes;
}

type Entry<List extends "contracts" | "stakeholders"> = NonNullable<Given[List]>[number];

const contractOf =
	({ currency }: AccountIntelligence) =>
	(one: Entry<"contracts">) => ({
		title: one.title,
		number: one.number ?? null,
		starts_on: one.startsOn ?? null,
		ends_on: one.endsOn ?? null,
		value_cents: one.valueCents ?? null,
		currency: one.currency ?? currency,
		notice_days: one.noticeDays ?? null,
		renewal_terms: one.renewalTerms ?? "",
	});

const stakeholderOf = (one: Entry<"stakeholders">) => ({
	contact_id: one.contactId ?? null,
	name: one.name,
	title: one.title ?? "",
	influence: one.influence ?? ("medium" as const),
	sentiment: one.sentiment ?? ("unknown" as const),
});

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

async function saveFacts(
	ctx: Ctx,
	accountId: string,
	{ given, changes, source }: { given: Given; changes: Changes; source: string },
): Promise<void> {
	const names = (Object.keys(FACT_COLUMNS) as (keyof typeof FACT_COLUMNS)[]).filter((name) => name in changes);
	if (names.length === 0) return;
	const set = Object.fromEntries(names.map((name) => [FACT_COLUMNS[name], given[name]]));
	await ctx.db
		.insertInto("account_facts")
		.values({ org_id: ctx.org, account_id: accountId, ...set, source, updated_at: ctx.now })
		.onConflict((clash) => clash.columns(["org_id", "account_id"]).doUpdateSet({ ...set, source, updated_at: ctx.now }))
		.execute();
}

async function keepHistory(
	ctx: Ctx,
	accountId: string,
	{ given, before, source }: { given: Given; before: AccountIntelligence; source: string },
): Promise<void> {
	const rows = KEPT_SCORES.filter((score) => given[score] !== undefined && given[score] !== before[score]).map(
		(score) => ({
			org_id: ctx.org,
			id: newId(),
			account_id: accountId,
			score,
			value: given[score] ?? null,
			before: before[score],
			source,
			by_name: ctx.actor.name,
			at: ctx.now,
		}),
	);
	if (rows.length > 0) await ctx.db.insertInto("account_scores").values(rows).execute();
}

async function replaceContracts(ctx: Ctx, before: AccountIntelligence, contracts: Entry<"contracts">[]): Promise<void> {
	await ctx.db.deleteFrom("account_contracts").where("account_id", "=", before.id).execute();
	if (contracts.length === 0) return;
	const rows = contracts.map((one, position) => ({ ...contractOf(before)(one), id: newId(), position }));
	await sql`insert into account_contracts (org_id, id, account_id, title, number, starts_on, ends_on, value_cents, currency, position,
			notice_days, renewal_terms)
		select ${ctx.org}::uuid, c.id, ${before.id}::uuid, c.title, c.number, c.starts_on, c.ends_on, c.value_cents, c.currency,
			c.position, c.notice_days, c.renewal_terms
		from jsonb_to_recordset(${jsonb(rows)}) as c (id uuid, title text, number text, starts_on date, ends_on date,
			value_cents bigint, currency text, position smallint, notice_days integer, renewal_terms text)`.execute(ctx.db);
}

async function replaceStakeholders(ctx: Ctx, accountId: string, people: Entry<"stakeholders">[]): Promise<void> {
	const contacts = [...new Set(people.flatMap(({ contactId }) => contactId ?? []))];
	const known = contacts.length
		? await ctx.db
				.selectFrom("contacts")
				.select("id")
				.where("id", "in", contacts)
				.where("deleted_at", "is", null)
				.execute()
		: [];
	if (known.length < contacts.length)
		throw invalid("Some fields cannot be accepted.", { stakeholders: ["One of the contacts is not here."] });
	await ctx.db.deleteFrom("account_stakeholders").where("account_id", "=", accountId).execute();
	if (people.length === 0) return;
	await ctx.db
		.insertInto("account_stakeholders")
		.values(
			people.map((one, position) => ({
				...{ org_id: ctx.org, id: newId(), account_id: accountId, position },
				...stakeholderOf(one),
			})),
		)
		.execute();
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
	return Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]])) as Pick<T, K>;
}
