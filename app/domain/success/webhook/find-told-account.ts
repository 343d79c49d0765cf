import { sql } from "kysely";
import { AppError } from "#app/base/errors.ts";
import { AccountFields } from "#app/domain/crm/accounts/schema.ts";
import { lockLiveRecord } from "#app/domain/crm/records/lock-record.ts";
import type { Ctx } from "#db/context.ts";
import type { Entry } from "./schema.ts";

/**
 * The account that a sender names, held until the commit: by our id, else by its domain, else by its name. Throws 404 or
 * 422 in words for who set the webhook up: unknown, in the trash, or several of one name.
 */
export async function findToldAccount(ctx: Ctx, { id, domain, name }: Entry["account"]): Promise<string> {
	if (id) {
		const { rows } = await sql`select from accounts where org_id = ${ctx.org} and id = ${id}`.execute(ctx.db);
		if (rows.length === 0) throw unknown(`the id ${id}`);
		await lockLiveRecord(ctx, "account", id);
		return id;
	}
	const found = (domain && (await byDomain(ctx, domain))) || (name && (await byName(ctx, name)));
	if (!found)
		throw unknown([domain && `the domain ${domain}`, name && `the name “${name}”`].filter(Boolean).join(" or "));
	await lockLiveRecord(ctx, "account", found);
	return found;
}

const unknown = (what: string) => new AppError(404, "unknown-account", `There is no account with ${what} here.`);

async function byDomain(ctx: Ctx, told: string): Promise<string | undefined> {
	const plain = told
		.replace(/^https?:\/\//i, "")
		.replace(/^www\./i, "")
		.replace(/\/.*$/s, "");
	const read = AccountFields.shape.domain.safeParse(plain);
	if (!read.success) return undefined;
	const { rows } = await sql<{ id: string }>`select id from accounts
		where org_id = ${ctx.org} and domain = ${read.data} and deleted_at is null order by id limit 2`.execute(ctx.db);
	return one(rows, `the domain ${read.data}`);
}

/** In any case of its letters; what is found by the beginning of a long name is told apart by the whole. */
async function byName(ctx: Ctx, name: string): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`select id from accounts where org_id = ${ctx.org}
		and sort_name = "left"(lower(${name}), 100) and lower(name) = lower(${name}) and deleted_at is null
		order by id limit 2`.execute(ctx.db);
	return one(rows, `the name “${name}”`);
}

function one(rows: readonly { id: string }[], what: string): string | undefined {
	if (rows.length > 1)
		throw new AppError(422, "ambiguous", `Several accounts have ${what}. Send the account's id instead.`);
	return rows[0]?.id;
}
