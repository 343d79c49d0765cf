import type { ImportName } from "../schema.ts";
import { ACCOUNT_KIND } from "./account.ts";
import { CONTACT_KIND } from "./contact.ts";
import { CONTRACT_KIND } from "./contract.ts";
import { DEAL_KIND } from "./deal.ts";
import type { ImportKind } from "./kind.ts";
import { PROJECT_KIND } from "./project.ts";
import { STAKEHOLDER_KIND } from "./stakeholder.ts";

/** What an import is made of, by what its rows are. */
export const IMPORT_KINDS: Readonly<Record<ImportName, ImportKind>> = {
	contact: CONTACT_KIND,
	account: ACCOUNT_KIND,
	deal: DEAL_KIND,
	project: PROJECT_KIND,
	contract: CONTRACT_KIND,
	stakeholder: STAKEHOLDER_KIND,
};
