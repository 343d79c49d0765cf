import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type Changed, changeRecord } from "../records/writes/change-record.ts";
import { readAccount } from "./read-account.ts";
import type { AccountChange } from "./schema.ts";

/**
 * Changes an account's fields; what is absent stays. Joined with what others changed since `version`, or 409 with both
 * sides (see `changeRecord`). 404 for no such account, 422 for what cannot be.
 */
export async function updateAccount(
	ctx: Ctx,
	{ id, version, decided, fields, ...input }: AccountChange & { id: string },
): Promise<Changed> {
	authorize(ctx, "accounts.edit");
	const values = await readAccount(ctx, input, id);
	return changeRecord(ctx, { type: "account" }, { id, version, decided, values, fields });
}
