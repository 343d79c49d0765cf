import type { RecordType } from "#app/domain/crm/records/schema.ts";

/** "Contacts": the list of a kind, for crumbs and headings. */
export const LIST_LABELS: Readonly<Record<RecordType, string>> = {
	contact: "Contacts",
	account: "Accounts",
	deal: "Deals",
	project: "Projects",
};
