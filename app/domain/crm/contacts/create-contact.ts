import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { insertRecord } from "../records/writes/insert-record.ts";
import { readContact } from "./read-contact.ts";
import { assertKnownBy } from "./rules.ts";
import type { NewContact } from "./schema.ts";

/**
 * Adds a contact (CRM-1): a prospect unless said. An address that another contact has is no reason to refuse; who has
 * it, `findSharers` tells. Throws 422 for fields that cannot be, for nobody in particular, and for another
 * organisation's owner or account.
 */
export async function createContact(
	ctx: Ctx,
	{ fields, source, ...input }: NewContact,
): Promise<{ id: string; version: number }> {
	authorize(ctx, "contacts.edit");
	const values = { stage: "prospect", ...(await readContact(ctx, input)) };
	assertKnownBy(values);
	return insertRecord(ctx, "contact", { values, fields, columns: { source: source ?? sourceOf(ctx) } });
}

function sourceOf(ctx: Ctx): string {
	if (ctx.actor.kind === "member") return "member";
	return ctx.actor.kind === "api-key" ? "api" : "integration";
}
