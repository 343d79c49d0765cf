import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { findSharers } from "#app/domain/crm/contacts/find-sharers.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { createProject } from "#app/domain/crm/projects/create-project.ts";
import { updateProject } from "#app/domain/crm/projects/update-project.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";

type Ctx = Parameters<typeof createContact>[0];
type Input = Record<string, unknown>;
type Changed = Awaited<ReturnType<typeof updateContact>>;

// The commands check what they are given, so that a form of any kind can hand over what was typed.
const CREATE = { contact: createContact, account: createAccount, deal: createDeal, project: createProject };
const UPDATE = { contact: updateContact, account: updateAccount, deal: updateDeal, project: updateProject };

export function createRecord(ctx: Ctx, type: RecordType, input: Input): Promise<{ id: string; version: number }> {
	return CREATE[type](ctx, input as never);
}

export function updateRecord(ctx: Ctx, type: RecordType, input: Input & { id: string }): Promise<Changed> {
	return UPDATE[type](ctx, input as never);
}

/** Who else has an address of this record, where an address is what was given or changed. */
export async function sharersOf(ctx: Ctx, type: RecordType, id: string, changed: readonly string[]) {
	const isAddress = changed.some((field) => field === "email" || field === "phone");
	return type === "contact" && isAddress ? findSharers(ctx, id) : [];
}
