import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type Changed, changeRecord } from "../records/writes/change-record.ts";
import { readContact } from "./read-contact.ts";
import { assertKnownBy } from "./rules.ts";
import type { ContactChange } from "./schema.ts";

/**
 * Changes a contact's fields; what is absent stays. Joined with what others changed since `version`, or 409 with both
 * sides (see `changeRecord`). 404 for no such contact, 422 for what cannot be.
 */
export async function updateContact(
	ctx: Ctx,
	{ id, version, decided, fields, ...input }: ContactChange & { id: string },
): Promise<Changed> {
	authorize(ctx, "contacts.edit");
	const values = await readContact(ctx, input, id);
	return changeRecord(ctx, { type: "contact", check: assertKnownBy }, { id, version, decided, values, fields });
}
