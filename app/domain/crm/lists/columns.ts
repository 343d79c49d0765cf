import { LIFECYCLE_LABELS } from "../accounts/schema.ts";
import { CONTACT_SOURCE_LABELS, CONTACT_STAGE_LABELS } from "../contacts/schema.ts";
import type { CustomField, FieldKind } from "../fields/schema.ts";
import { PROJECT_STATE_LABELS } from "../projects/schema.ts";
import type { RecordType } from "../records/schema.ts";

/** How a column's values are read, shown and narrowed. */
export type ColumnKind =
	| "text"
	| "link"
	| "company"
	| "person"
	| "choice"
	| "choices"
	| "yes-no"
	| "number"
	| "money"
	| "date"
	| "instant"
	| "owner"
	| "stage"
	| "tags";

/** One column that a list of records offers. `id` names it in addresses and in saved views. */
export type ListColumn = {
	id: string;
	label: string;
	kind: ColumnKind;
	/** Value -> words, in order, of a choice. */
	choices?: Readonly<Record<string, string>>;
	/** May be sorted by: its index is there. */
	sorts?: boolean;
	/** Shown unless other columns are chosen. */
	shown?: boolean;
	/** On a phone too, where a row has two lines. */
	phone?: boolean;
	/** May be without a value, so that "is empty" can be asked. */
	empties?: boolean;
	/** Of a custom field. */
	fieldId?: string;
};

const OWNER: ListColumn = { id: "owner", label: "Owner", kind: "owner", sorts: true, shown: true };
const COMPANY: ListColumn = {
	...{ id: "company", label: "Account", kind: "company", sorts: true, shown: true, empties: true },
};
const PERSON: ListColumn = { id: "contact", label: "Contact", kind: "person", empties: true };
const TAGS: ListColumn = { id: "tags", label: "Tags", kind: "tags", empties: true };
const CREATED: ListColumn = { id: "createdAt", label: "Created", kind: "instant", sorts: true };
const UPDATED: ListColumn = { id: "updatedAt", label: "Changed", kind: "instant", sorts: true, shown: true };
const text = (id: string, label: string, more: Partial<ListColumn> = {}): ListColumn => ({
	...{ id, label, kind: "text", empties: true },
	...more,
});

/** What stands first in every list and is always there. */
export const NAME: ListColumn = { id: "name", label: "Name", kind: "text", sorts: true };

const COLUMNS: Readonly<Record<RecordType, readonly ListColumn[]>> = {
	contact: [
		{
			...{ id: "stage", label: "Stage", kind: "choice", sorts: true, shown: true, phone: true },
			choices: CONTACT_STAGE_LABELS,
		},
		COMPANY,
		text("email", "Email", { sorts: true, shown: true }),
		text("phone", "Phone", { shown: true }),
		text("jobTitle", "Job title"),
		text("city", "City"),
		text("country", "Country"),
		OWNER,
		TAGS,
		{ id: "score", label: "Score", kind: "number", sorts: true, shown: true, empties: true },
		{ id: "source", label: "Source", kind: "choice", choices: CONTACT_SOURCE_LABELS },
		CREATED,
		{ ...UPDATED, phone: true },
	],
	account: [
		{
			...{ id: "lifecycle", label: "Stands as", kind: "choice", sorts: true, shown: true, phone: true },
			choices: LIFECYCLE_LABELS,
		},
		{ id: "arr", label: "Yearly revenue", kind: "money", sorts: true, shown: true, phone: true },
		{ id: "renewalOn", label: "Renews", kind: "date", sorts: true, shown: true, empties: true },
		{ id: "health", label: "Health", kind: "number", sorts: true, empties: true },
		text("domain", "Domain"),
		text("website", "Website", { kind: "link" }),
		text("phone", "Phone"),
		text("industry", "Industry", { shown: true }),
		text("city", "City"),
		text("country", "Country"),
		OWNER,
		TAGS,
		CREATED,
		UPDATED,
	],
	deal: [
		{ id: "stage", label: "Stage", kind: "stage", sorts: true, shown: true, phone: true },
		{ id: "value", label: "Value", kind: "money", sorts: true, shown: true, phone: true },
		COMPANY,
		PERSON,
		OWNER,
		{ id: "closesOn", label: "Expected to close", kind: "date", sorts: true, shown: true, empties: true },
		{ id: "stageAt", label: "In stage since", kind: "instant", sorts: true },
		text("lostReason", "Lost because"),
		TAGS,
		CREATED,
		UPDATED,
	],
	project: [
		{
			...{ id: "state", label: "State", kind: "choice", sorts: true, shown: true, phone: true },
			choices: PROJECT_STATE_LABELS,
		},
		COMPANY,
		PERSON,
		OWNER,
		{ id: "startsOn", label: "Starts", kind: "date", sorts: true, empties: true },
		{ id: "dueOn", label: "Due", kind: "date", sorts: true, shown: true, phone: true, empties: true },
		TAGS,
		CREATED,
		UPDATED,
	],
};

const FIELD_COLUMN: Readonly<Record<FieldKind, ColumnKind>> = {
	text: "text",
	link: "link",
	number: "number",
	date: "date",
	choice: "choice",
	"multi-choice": "choices",
	"yes-no": "yes-no",
};

/** Fields whose values have an order. */
const SORTED: ReadonlySet<FieldKind> = new Set(["text", "link", "number", "date"]);

/** Every column that a list of a kind offers, the organisation's own fields last. */
export function columnsOf(type: RecordType, fields: readonly CustomField[] = []): ListColumn[] {
	const own = fields.map(
		(field): ListColumn => ({
			...{ id: `field:${field.key}`, label: field.label, kind: FIELD_COLUMN[field.kind], empties: true },
			...{ fieldId: field.id, sorts: SORTED.has(field.kind) },
			...(field.options.length > 0
				? { choices: Object.fromEntries(field.options.map(({ id, label }) => [id, label])) }
				: {}),
		}),
	);
	return [...COLUMNS[type], ...own];
}

/** What a list is sorted by unless said: the newest first. */
export const DEFAULT_SORT = { by: "createdAt", down: true } as const;
