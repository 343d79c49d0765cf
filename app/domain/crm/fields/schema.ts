/** What a custom field may hold (CRM-5). */
export const FIELD_KINDS = ["text", "number", "date", "choice", "multi-choice", "yes-no", "link"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export const FIELD_KIND_LABELS: Readonly<Record<FieldKind, string>> = {
	text: "Text",
	number: "Number",
	date: "Date",
	choice: "One choice",
	"multi-choice": "Several choices",
	"yes-no": "Yes or no",
	link: "Link",
};

export type FieldOption = { id: string; label: string; archived?: boolean };

/** A field that an organisation added to a kind of record. `key` names it in addresses, files and the API. */
export type CustomField = {
	id: string;
	key: string;
	label: string;
	kind: FieldKind;
	options: FieldOption[];
	required: boolean;
	position: number;
	version: number;
};

/** text, link: string; number: number; date: "YYYY-MM-DD"; choice: option id; multi-choice: option ids; yes-no: boolean. */
export type FieldValue = string | number | boolean | string[] | null;

/** Whether a kind has options to choose from. */
export function hasOptions(kind: FieldKind): boolean {
	return kind === "choice" || kind === "multi-choice";
}
