import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { homeCurrency } from "../records/home/home-currency.ts";
import { insertRecord } from "../records/writes/insert-record.ts";
import { readAccount } from "./read-account.ts";
import type { NewAccount } from "./schema.ts";

/** Adds an account (CRM-1), in the organisation's currency unless said. Throws 422 for fields that cannot be. */
export async function createAccount(
	ctx: Ctx,
	{ fields, ...input }: NewAccount,
): Promise<{ id: string; version: number }> {
	authorize(ctx, "accounts.edit");
	const values = await readAccount(ctx, { ...input, name: input.name ?? "" });
	const currency = values.currency ?? (await homeCurrency(ctx));
	return insertRecord(ctx, "account", { values: { ...values, currency }, fields });
}
