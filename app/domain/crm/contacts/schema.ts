import { z } from "zod";
import { customFields, editOf, maybeText, reference, text } from "../records/field-schemas.ts";

export const CONTACT_STAGES = ["lead", "prospect", "customer", "former"] as const;
export type ContactStage = (typeof CONTACT_STAGES)[number];

export const CONTACT_STAGE_LABELS: Readonly<Record<ContactStage, string>> = {
	lead: "Lead",
	prospect: "Prospect",
	customer: "Customer",
	former: "Former customer",
};

export const CONTACT_SOURCES = [
	"member",
	"import",
	"form",
	"shop",
	"chat",
	"email",
	"api",
	"booking",
	"integration",
] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

export const CONTACT_SOURCE_LABELS: Readonly<Record<ContactSource, string>> = {
	member: "Added by a member",
	import: "Import",
	form: "Form",
	shop: "Shop system",
	chat: "Chat",
	email: "Email",
	api: "API",
	booking: "Booking page",
	integration: "Integration",
};

const ZONES = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);

/** What can be said of a contact. A phone number may be written as people write it; it is kept in E.164. */
export const ContactFields = z
	.object({
		firstName: text(100),
		lastName: text(100),
		email: maybeText(254)
			.transform((value) => value?.toLowerCase() ?? null)
			.pipe(z.email("Write an email address such as ann@example.com.").nullable()),
		phone: maybeText(40),
		stage: z.enum(CONTACT_STAGES, "Choose a stage."),
		jobTitle: text(120),
		accountId: reference("Choose an account."),
		ownerId: reference("Choose a member."),
		city: maybeText(100),
		country: maybeText(100),
		timeZone: maybeText(64).refine((zone) => zone === null || ZONES.has(zone), "Choose a time zone."),
	})
	.partial();

export type NewContact = z.input<typeof ContactFields> & {
	/** Custom values by key. */
	fields?: z.input<typeof customFields>;
	/** Where the contact came from; a member unless said. */
	source?: ContactSource | undefined;
};

export const ContactChange = ContactFields.extend({ ...editOf, fields: customFields });
export type ContactChange = z.input<typeof ContactFields> & {
	version?: number | undefined;
	decided?: number | undefined;
	fields?: z.input<typeof customFields>;
};
