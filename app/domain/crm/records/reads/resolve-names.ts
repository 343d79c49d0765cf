import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../columns.ts";

/**
 * The id of an account that was named by hand, whatever its capitals; an id is itself and nothing is null. 422 under
 * `accountId` for a name that none or several have.
 */
export async function resolveAccount(ctx: Ctx, text: string): Promise<string | null> {
	authorize(ctx, "accounts.view");
	if (text === "") return null;
	if (isUuid(text)) return text;
	const { rows } = await sql<{ id: string }>`select id from accounts
		where deleted_at is null and lower(name) = lower(${text.trim()}) limit 2`.execute(ctx.db);
	return theOne(rows, "accountId", "account");
}

/** As `resolveAccount`, for a contact named by full name or email address. */
export async function resolveContact(ctx: Ctx, text: string): Promise<string | null> {
	authorize(ctx, "contacts.view");
	if (text === "") return null;
	if (isUuid(text)) return text;
	const name = text.trim();
	const ids = sql`select f.id from find_contacts_by_prefix(${name.split(/\s+/)[0] ?? ""}, 1000) f`;
	const { rows } = await sql<{ id: string }>`select c.id from contacts c
		where c.id in (${ids}) and c.deleted_at is null
			and (lower(${recordName("contact", "c")}) = lower(${name}) or c.email = ${name}) limit 2`.execute(ctx.db);
	return theOne(rows, "contactId", "contact");
}

// As a plain predicate: a text that is no id is a text still.
const isUuid = (text: string): boolean => isId(text);

function theOne(rows: readonly { id: string }[], field: string, noun: string): string {
	if (rows.length === 1) return rows[0]!.id;
	const message =
		rows.length === 0
			? `There is no ${noun} of this name. Add it first, or choose another.`
			: `Several have this name. Open the right ${noun} and add from there.`;
	throw invalid(message, { [field]: [message] });
}
