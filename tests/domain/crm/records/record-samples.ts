import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { createProject } from "#app/domain/crm/projects/create-project.ts";
import { updateProject } from "#app/domain/crm/projects/update-project.ts";
import { RECORD_TABLES } from "#app/domain/crm/records/columns.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { house } from "#db/context.ts";

/** Each kind's commands, with a name that makes a record of it. */
export const KINDS = {
	contact: {
		create: createContact,
		update: updateContact,
		named: (text: string) => ({ firstName: text }),
		name: "firstName",
	},
	account: { create: createAccount, update: updateAccount, named: (text: string) => ({ name: text }), name: "name" },
	deal: { create: createDeal, update: updateDeal, named: (text: string) => ({ name: text }), name: "name" },
	project: { create: createProject, update: updateProject, named: (text: string) => ({ name: text }), name: "name" },
} as const;

/** The row as it is kept, past every policy. */
export async function rowOf(type: RecordType, id: string): Promise<Record<string, unknown>> {
	const rows = await house().database.owner.query<Record<string, unknown>>(
		`select * from ${RECORD_TABLES[type]} where id = $1`,
		[id],
	);
	return rows[0]!;
}

/** The latest event of a record. */
export async function lastEvent(id: string) {
	const rows = await house().database.owner.query<{
		name: string;
		changes: Record<string, [unknown, unknown]>;
		data: Record<string, unknown>;
	}>("select name, changes, data from events where subject_id = $1 order by id desc limit 1", [id]);
	return rows[0]!;
}
