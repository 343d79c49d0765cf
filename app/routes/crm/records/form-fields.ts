import { LIFECYCLE_LABELS, LIFECYCLES } from "#app/domain/crm/accounts/schema.ts";
import { CONTACT_STAGE_LABELS, CONTACT_STAGES } from "#app/domain/crm/contacts/schema.ts";
import type { CustomField } from "#app/domain/crm/fields/schema.ts";
import { PROJECT_STATE_LABELS, PROJECT_STATES } from "#app/domain/crm/projects/schema.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import type { Option } from "#app/ui/forms/select.tsx";

/** How a field is typed and shown. The references are chosen from what the organisation has. */
type Control =
	| "text"
	| "email"
	| "tel"
	| "web"
	| "date"
	| "money"
	| "area"
	| "select"
	| "currency"
	| "owner"
	| "account"
	| "contact"
	| "stage"
	| "custom";

/** One field of a record, for its form, its place in the side column and both sides of a conflict. */
export type FormField = {
	/** As the values call it: `phone`, `field:budget`. */
	name: string;
	label: string;
	control: Control;
	needed?: boolean;
	help?: string;
	options?: readonly Option[];
	custom?: CustomField;
	most?: number;
};

const choices = <Value extends string>(values: readonly Value[], labels: Readonly<Record<Value, string>>) =>
	values.map((value) => ({ value, label: labels[value] }));

const OWNER: FormField = { name: "ownerId", label: "Owner", control: "owner" };
const CITY: FormField = { name: "city", label: "City", control: "text", most: 100 };
const COUNTRY: FormField = { name: "country", label: "Country", control: "text", most: 100 };
const DESCRIPTION: FormField = { name: "description", label: "Description", control: "area", most: 5_000 };
const CURRENCY: FormField = { name: "currency", label: "Currency", control: "currency", needed: true };

const BUILT_IN: Readonly<Record<RecordType, readonly FormField[]>> = {
	contact: [
		{ name: "firstName", label: "First name", control: "text", most: 100 },
		{ name: "lastName", label: "Last name", control: "text", most: 100 },
		{ name: "email", label: "Email", control: "email", most: 254 },
		{
			name: "phone",
			label: "Phone",
			control: "tel",
			most: 40,
			help: "With its country code, or as it is dialled where you are.",
		},
		{ name: "jobTitle", label: "Job title", control: "text", most: 120 },
		{ name: "accountId", label: "Account", control: "account" },
		{
			name: "stage",
			label: "Stage",
			control: "select",
			needed: true,
			options: choices(CONTACT_STAGES, CONTACT_STAGE_LABELS),
		},
		OWNER,
		CITY,
		COUNTRY,
		{ name: "timeZone", label: "Time zone", control: "text", most: 64, help: "Such as America/Chicago." },
	],
	account: [
		{ name: "name", label: "Name", control: "text", needed: true, most: 200 },
		{
			name: "lifecycle",
			label: "Stands as",
			control: "select",
			needed: true,
			options: choices(LIFECYCLES, LIFECYCLE_LABELS),
		},
		{ name: "website", label: "Website", control: "web", most: 500 },
		{
			name: "domain",
			label: "Email domain",
			control: "text",
			most: 253,
			help: "What stands after the @ in its people's addresses.",
		},
		{ name: "phone", label: "Phone", control: "tel", most: 40 },
		{ name: "industry", label: "Industry", control: "text", most: 100 },
		CITY,
		COUNTRY,
		OWNER,
		{ name: "arrCents", label: "Yearly revenue", control: "money" },
		{ name: "previousArrCents", label: "Yearly revenue before", control: "money" },
		CURRENCY,
		{ name: "renewalOn", label: "Renews on", control: "date" },
		DESCRIPTION,
	],
	deal: [
		{ name: "name", label: "Name", control: "text", needed: true, most: 200 },
		{ name: "stageId", label: "Stage", control: "stage", needed: true },
		{ name: "valueCents", label: "Value", control: "money" },
		CURRENCY,
		{ name: "closesOn", label: "Expected to close", control: "date" },
		{ name: "accountId", label: "Account", control: "account" },
		{ name: "contactId", label: "Contact", control: "contact" },
		OWNER,
		{ name: "lostReason", label: "Lost because", control: "text", most: 500, help: "Only of a deal that was lost." },
		DESCRIPTION,
	],
	project: [
		{ name: "name", label: "Name", control: "text", needed: true, most: 200 },
		{
			name: "state",
			label: "State",
			control: "select",
			needed: true,
			options: choices(PROJECT_STATES, PROJECT_STATE_LABELS),
		},
		{ name: "accountId", label: "Account", control: "account" },
		{ name: "contactId", label: "Contact", control: "contact" },
		OWNER,
		{ name: "startsOn", label: "Begins", control: "date" },
		{ name: "dueOn", label: "Due", control: "date" },
		DESCRIPTION,
	],
};

/** Every field of a kind's form, the organisation's own last. */
export function formFields(type: RecordType, fields: readonly CustomField[]): FormField[] {
	const own = fields.map(
		(custom): FormField => ({
			name: `field:${custom.key}`,
			label: custom.label,
			control: "custom",
			needed: custom.required,
			custom,
		}),
	);
	return [...BUILT_IN[type], ...own];
}

/** A field's name in a form post: custom ones stand together under `fields`. */
export function inputName(name: string): string {
	return name.replace(/^field:/, "fields.");
}
