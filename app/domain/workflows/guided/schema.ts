import { z } from "zod";

/** A field that a person fills: `value` is text, lines, number, date, yes/no or words to choose from; `*`: needed. */
export const GuidedField = z.strictObject({
	name: z.string().trim().min(1, "a field's name is missing").max(80),
	value: z
		.string()
		.trim()
		.default("text")
		.refine(
			(kind) => kindOf(kind) !== null,
			"a field is text, lines, number, date, yes/no, or words such as low|medium|high",
		),
});
export type GuidedField = z.output<typeof GuidedField>;

/** A question that comes up in a step, and the words that answer it. */
export const FixedAnswer = z.strictObject({
	name: z.string().trim().min(1, "a question is missing").max(120),
	value: z.string().trim().min(1, "the answer is missing").max(4_000),
});
export type FixedAnswer = z.output<typeof FixedAnswer>;

/** A guided step's settings, filled; as a waiting step keeps them. */
export type GuidedSettings = {
	title: string;
	instructions: string;
	member: string;
	fields: GuidedField[];
	/** Questions that are answered by fixed words; absent in steps that began before there were any. */
	answers?: FixedAnswer[];
	maySkip: boolean;
};

export type GuidedKind =
	| { kind: "text" | "lines" | "number" | "date" | "yes/no"; isNeeded: boolean }
	| { kind: "choice"; choices: string[]; isNeeded: boolean };

/** What a field takes; null for what is none. */
export function kindOf(text: string): GuidedKind | null {
	const isNeeded = text.trim().endsWith("*");
	const kind =
		text
			.trim()
			.replace(/\s*\*$/, "")
			.toLowerCase() || "text";
	if (kind === "text" || kind === "lines" || kind === "number" || kind === "date" || kind === "yes/no") {
		return { kind, isNeeded };
	}
	const choices = text
		.trim()
		.replace(/\s*\*$/, "")
		.split("|")
		.map((word) => word.trim())
		.filter(Boolean);
	return choices.length >= 2 && choices.length <= 30 ? { kind: "choice", choices, isNeeded } : null;
}

/** A value as somebody could fill it, for runs on trial. */
export function sampleValue({ value }: GuidedField): unknown {
	const kind = kindOf(value);
	if (kind?.kind === "choice") return kind.choices[0];
	return { text: "text", lines: "text", number: 1, date: "2030-01-31", "yes/no": true }[kind?.kind ?? "text"];
}

/** A list or an object as a person reads it: a line for each plain value, by its name where it has one, else as JSON. */
export function readableLines(value: object): string {
	const isList = Array.isArray(value);
	const entries = Object.entries(value);
	if (entries.every(([, one]) => one === null || typeof one !== "object"))
		return entries.map(([name, one]) => (isList ? String(one ?? "") : `${name}: ${one ?? ""}`)).join("\n");
	return JSON.stringify(value, null, 2);
}

/** A field's value as it is kept, or in words why it is none; null for one left empty. */
export function readValue({ value }: GuidedField, given: unknown): { value: unknown } | { error: string } {
	const kind = kindOf(value) ?? { kind: "text" as const, isNeeded: false };
	const isMany = typeof given === "object" && given !== null;
	if (isMany && kind.kind !== "lines") return { error: NO_LIST[kind.kind] };
	const text = (isMany ? readableLines(given) : String(given ?? "")).trim();
	if (text === "") return kind.isNeeded ? { error: "This has to be filled in." } : { value: null };
	if (text.length > 10_000) return { error: "Write 10,000 characters at most." };
	switch (kind.kind) {
		case "number": {
			const number = Number(text);
			return Number.isFinite(number) ? { value: number } : { error: "Write a number." };
		}
		case "date":
			return z.iso.date().safeParse(text).success ? { value: text } : { error: "Choose a day." };
		case "yes/no":
			if (/^(?:yes|true|on|1)$/i.test(text)) return { value: true };
			return /^(?:no|false|off|0)$/i.test(text) ? { value: false } : { error: "Choose yes or no." };
		case "choice":
			return kind.choices.includes(text) ? { value: text } : { error: "Choose one of those offered." };
		default:
			return { value: text };
	}
}

/** What is said of a list or an object where one plain value is needed. */
const NO_LIST = {
	text: "Write a text. Several values came.",
	number: "Write a number.",
	date: "Choose a day.",
	"yes/no": "Choose yes or no.",
	choice: "Choose one of those offered.",
};
