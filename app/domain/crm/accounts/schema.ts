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

export const LIFECYCLES = ["prospect", "customer", "former"] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

export const LIFECYCLE_LABELS: Readonly<Record<Lifecycle, string>> = {
	prospect: "Prospect",
	customer: "Customer",
	former: "Former customer",
};

const WEBSITE = "Write a web address such as https://example.com.";

/** What can be said of an account. A web address without its scheme is one of https. */
export const AccountFields = z
	.object({
		name: name("Give the account a name."),
		lifecycle: z.enum(LIFECYCLES, "Choose where the account stands."),
		website: maybeText(500)
			.transform((value) => (value && !/^[a-z][a-z0-9+.-]*:/i.test(value) ? `https://${value}` : value))
			.refine((value) => value === null || isWeb(value), WEBSITE),
		domain: maybeText(253)
			.transform((value) => value?.toLowerCase() ?? null)
			.refine(
				(value) => value === null || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value),
				"Write a domain such as example.com.",
			),
		phone: maybeText(40),
		industry: maybeText(100),
		city: maybeText(100),
		country: maybeText(100),
		ownerId: reference("Choose a member."),
		arrCents: cents.nullable().transform((value) => value ?? 0),
		previousArrCents: cents.nullable(),
		currency,
		renewalOn: day,
		description: text(5_000),
	})
	.partial();

function isWeb(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !/\s/.test(text);
}

export type NewAccount = z.input<typeof AccountFields> & { name: string; fields?: z.input<typeof customFields> };

export const AccountChange = AccountFields.extend({ ...editOf, fields: customFields });
export type AccountChange = z.input<typeof AccountFields> & {
	version?: number | undefined;
	decided?: number | undefined;
	fields?: z.input<typeof customFields>;
};
