import { z } from "zod";
import {
	cents,
	currency,
	customFields,
	day,
	editOf,
	maybeText,
	name,
	reference,
	text,
} from "../records/field-schemas.ts";

/** What can be said of a deal. Its stage says its pipeline, and whether it is won or lost. */
export const DealFields = z
	.object({
		name: name("Give the deal a name."),
		stageId: z.uuid("Choose a stage."),
		valueCents: cents.nullable().transform((value) => value ?? 0),
		currency,
		closesOn: day,
		accountId: reference("Choose an account."),
		contactId: reference("Choose a contact."),
		ownerId: reference("Choose a member."),
		lostReason: maybeText(500),
		description: text(5_000),
	})
	.partial();

export type DealSource = "member" | "import" | "lead" | "api" | "integration";

export type NewDeal = z.input<typeof DealFields> & {
	name: string;
	fields?: z.input<typeof customFields>;
	/** Where the deal came from; a member unless said. */
	source?: DealSource | undefined;
};

export const DealChange = DealFields.extend({ ...editOf, fields: customFields });
export type DealChange = z.input<typeof DealFields> & {
	version?: number | undefined;
	decided?: number | undefined;
	fields?: z.input<typeof customFields>;
};
