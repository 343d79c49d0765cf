import { AccountFields } from "../accounts/schema.ts";
import { ContactFields } from "../contacts/schema.ts";
import { DealFields } from "../deals/schema.ts";
import { ProjectFields } from "../projects/schema.ts";
import type { RecordType } from "../records/schema.ts";

/** Fields that may be given one value on many records. */
export const BULK_FIELDS: Readonly<Record<RecordType, Readonly<Record<string, string>>>> = {
	contact: {
		...{ stage: "Stage", accountId: "Account", jobTitle: "Job title", city: "City", country: "Country" },
		timeZone: "Time zone",
	},
	account: { lifecycle: "Stands as", industry: "Industry", city: "City", country: "Country", renewalOn: "Renews" },
	deal: { stageId: "Stage", accountId: "Account", closesOn: "Expected to close" },
	project: { state: "State", accountId: "Account", startsOn: "Starts", dueOn: "Due" },
};

/** The schemas that say which values they take. */
export const FIELD_SCHEMAS = {
	contact: ContactFields,
	account: AccountFields,
	deal: DealFields,
	project: ProjectFields,
} as const;
