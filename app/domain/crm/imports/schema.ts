import { z } from "zod";

/** How a file's bytes are read; guessed, to be corrected by hand. */
export const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof ENCODINGS)[number];
export const ENCODING_LABELS: Readonly<Record<Encoding, string>> = {
	"utf-8": "UTF-8",
	"windows-1252": "Windows (Western Europe)",
	"utf-16le": "UTF-16",
	"utf-16be": "UTF-16, big-endian",
};

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];
/** By what stands in a form: a tab as a value would be trimmed away. */
export const DELIMITER_NAMES = ["comma", "semicolon", "tab", "bar"] as const;
export type DelimiterName = (typeof DELIMITER_NAMES)[number];
export const DELIMITER_LABELS: Readonly<Record<DelimiterName, string>> = {
	comma: "Comma  ,",
	semicolon: "Semicolon  ;",
	tab: "Tab",
	bar: "Bar  |",
};
export const delimiterOf = (name: DelimiterName): Delimiter => DELIMITERS[DELIMITER_NAMES.indexOf(name)]!;

/** What a column may become, besides the organisation's own fields (`field:<id>`). */
export const TARGETS = [
	"first_name",
	"last_name",
	"name",
	"email",
	"phone",
	"job_title",
	"account",
	"city",
	"country",
	"stage",
	"owner",
	"tags",
	"id",
] as const;
export type Target = (typeof TARGETS)[number];
export const TARGET_LABELS: Readonly<Record<Target, string>> = {
	first_name: "First name",
	last_name: "Last name",
	name: "Full name",
	email: "Email",
	phone: "Phone",
	job_title: "Job title",
	account: "Account (company)",
	city: "City",
	country: "Country",
	stage: "Stage",
	owner: "Owner (member's name or email)",
	tags: "Tags",
	id: "Id (of this product or of another system)",
};

/** What tells that a row is a contact that is here already. */
export const MATCHES = ["email-or-phone", "email", "phone", "id"] as const;
export type Match = (typeof MATCHES)[number];
export const MATCH_LABELS: Readonly<Record<Match, string>> = {
	"email-or-phone": "Email, or else phone",
	email: "Email",
	phone: "Phone",
	id: "Id column",
};

/** What becomes of a row that is here already. */
export const DUPLICATE_ACTS = ["fill", "overwrite", "skip", "create"] as const;
export type DuplicateAct = (typeof DUPLICATE_ACTS)[number];
export const DUPLICATE_LABELS: Readonly<Record<DuplicateAct, string>> = {
	fill: "Fill blanks of the contact, keep what it has",
	overwrite: "Overwrite the contact with what the file has",
	skip: "Skip the row",
	create: "Create another contact",
};

/** How a file is read and taken in. `mapping` has a target, `field:<id>` or "" (do not import) for each column. */
export const ImportSettings = z.object({
	encoding: z.enum(ENCODINGS),
	delimiter: z.enum(DELIMITER_NAMES),
	mapping: z.array(z.string().max(50)).max(500),
	match: z.enum(MATCHES),
	duplicates: z.enum(DUPLICATE_ACTS),
	/** ISO 3166, two letters: where phone numbers without a country code belong. */
	country: z.string().regex(/^[A-Z]{2}$/, "Choose a country."),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

export type Verdict = "created" | "updated" | "skipped" | "refused";
export type Counts = Record<Verdict, number>;

/** A row as the preview shows it. */
export type PreviewRow = { line: number; verdict: Verdict; reason?: string; cells: string[] };

export type Preview = {
	/** The settings that it was made with; another key is another preview. */
	key: string;
	state: "running" | "done" | "failed";
	counts: Counts;
	rows: PreviewRow[];
	/** Bytes read so far. */
	read: number;
	reason?: string;
	/** More contacts come twice in the file than could be followed; their counts are nearly right. */
	isRough?: boolean;
};

/** What `change_batches.params` holds of an import. */
export type ImportParams = ImportSettings & {
	fileId: string;
	size: number;
	headings: string[];
	/** The first rows, for choosing what a column is. */
	samples: string[][];
	preview?: Preview;
	/** Of an import that was taken back. */
	undo?: { undone: number; left: number };
};

/**
 * Work goes on at `byte` of the file; `line` is the number of the row before, headings being row 1. `after`: the record
 * that undoing looked at last. `at`: the instant of it.
 */
export type ImportCursor = { byte?: number; line?: number; after?: string; at?: string };

/** More rows than this are more than one import. */
export const MOST_ROWS = 2_000_000;
