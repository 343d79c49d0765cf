import { readDate } from "#app/base/time.ts";
import { readNumber, sayTwoWays } from "#app/base/words/number-text.ts";
import type { CustomField, FieldOption, FieldValue } from "./schema.ts";

export type Parsed = { value: FieldValue } | { error: string };

const LONGEST_TEXT = 5_000;
const LONGEST_LINK = 2_000;

/**
 * A field's value from text as forms, files and addresses hold it. Choices are named by id or label, several by a list
 * or with semicolons between; yes and no in several words. Nothing typed is null, which a required field refuses.
 * `kept` is the value that the record has: an archived option may stay, but is not newly chosen.
 */
export function parseFieldValue(field: CustomField, text: string | readonly string[], kept?: FieldValue): Parsed {
	const parts = (typeof text === "string" ? [text] : text).map((part) => part.trim()).filter((part) => part !== "");
	if (parts.length === 0) return field.required ? { error: `Give a value for ${field.label}.` } : { value: null };
	return field.kind === "multi-choice" ? parseChoices(field, parts, kept) : parseOne(field, parts[0]!, kept);
}

function parseOne(field: CustomField, text: string, kept: FieldValue | undefined): Parsed {
	switch (field.kind) {
		case "number":
			return parseNumber(text);
		case "date":
			return readDate(text) ? { value: text } : { error: "Give a day such as 2026-11-23." };
		case "yes-no":
			return parseYesNo(text);
		case "link":
			return parseLink(text);
		case "choice": {
			const option = findOption(field, text, kept);
			return option ? { value: option.id } : { error: `“${text.slice(0, 60)}” is none of the choices.` };
		}
		default:
			return text.length <= LONGEST_TEXT ? { value: text } : { error: "Write 5,000 characters at most." };
	}
}

// As many digits as a double holds exactly: what is typed is what is kept.
const MOST_DIGITS = 15;

/** One spelling alone: whoever reads another one, a form or a file, has said what its marks mean. */
function parseNumber(text: string): Parsed {
	const isNumber = /^[+-]?\d+(\.\d+)?$/.test(text) && text.replaceAll(/\D/g, "").length <= MOST_DIGITS;
	return isNumber ? { value: Number(text) } : { error: "Write a number such as 1250.5, with 15 digits at most." };
}

/**
 * What a person typed into a form, as `parseFieldValue` takes it: a number with its marks ("1.250,50") as plain text.
 * An error, with both readings, for what can be read in two ways. All else is left as it is.
 */
export function readTyped({ kind }: Pick<CustomField, "kind">, text: string): { text: string } | { error: string } {
	if (kind !== "number") return { text };
	const read = readNumber(text, "plain");
	if ("plain" in read) return { text: read.plain };
	return read.wrong === "two-ways" ? { error: sayTwoWays(text.trim()) } : { text };
}

const YES = new Set(["yes", "y", "true", "1", "on"]);
const NO = new Set(["no", "n", "false", "0", "off"]);

function parseYesNo(text: string): Parsed {
	const word = text.toLowerCase();
	if (YES.has(word)) return { value: true };
	return NO.has(word) ? { value: false } : { error: "Write yes or no." };
}

// A link is drawn as one: what a browser would run as a script must never get that far.
const SCHEMES = new Set(["http:", "https:", "mailto:"]);

function parseLink(text: string): Parsed {
	const error = "Write a web address such as https://example.com, or mailto: and an email address.";
	if (text.length > LONGEST_LINK || !URL.canParse(text)) return { error };
	const url = new URL(text);
	return SCHEMES.has(url.protocol) && !/[\p{Cc}\s]/u.test(text) ? { value: text } : { error };
}

function parseChoices(field: CustomField, parts: readonly string[], kept: FieldValue | undefined): Parsed {
	const names = parts.flatMap((part) => (findOption(field, part, kept) ? [part] : part.split(";")));
	const chosen = new Set<string>();
	for (const name of names.map((each) => each.trim()).filter((each) => each !== "")) {
		const option = findOption(field, name, kept);
		if (!option) return { error: `“${name.slice(0, 60)}” is none of the choices.` };
		chosen.add(option.id);
	}
	if (chosen.size === 0) return parseFieldValue(field, []);
	// In the options' order, so that the same choice is the same value.
	return { value: field.options.filter(({ id }) => chosen.has(id)).map(({ id }) => id) };
}

function findOption(field: CustomField, text: string, kept: FieldValue | undefined): FieldOption | undefined {
	const word = text.toLowerCase();
	const isKept = (id: string) => (Array.isArray(kept) ? kept.includes(id) : kept === id);
	const open = field.options.filter(({ id, archived }) => !archived || isKept(id));
	return open.find(({ id }) => id === word) ?? open.find(({ label }) => label.toLowerCase() === word);
}

/** A value in words, as lists, files and pages show it; "" for none. Several choices with semicolons between. */
export function showFieldValue(field: CustomField, value: FieldValue): string {
	if (value === null) return "";
	const labelOf = (id: string) => field.options.find((option) => option.id === id)?.label ?? "";
	if (Array.isArray(value)) return value.map(labelOf).filter(Boolean).join("; ");
	if (field.kind === "choice") return labelOf(String(value));
	if (typeof value === "boolean") return value ? "Yes" : "No";
	return String(value);
}
