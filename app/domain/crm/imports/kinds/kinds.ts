import type { RecordType } from "../../records/schema.ts";
import { ACCOUNT_KIND } from "./account.ts";
import { CONTACT_KIND } from "./contact.ts";
import { DEAL_KIND } from "./deal.ts";
import type { ImportKind } from "./kind.ts";
import { PROJECT_KIND } from "./project.ts";

/** What an import of each kind of record is made of. */
export const IMPORT_KINDS: Readonly<Record<RecordType, ImportKind>> = {
	contact: CONTACT_KIND,
	account: ACCOUNT_KIND,
	deal: DEAL_KIND,
	project: PROJECT_KIND,
};
