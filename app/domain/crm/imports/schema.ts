import { z } from "zod";
import type { DecimalMark } from "#app/base/words/number-text.ts";
import { currency } from "../records/field-schemas.ts";
import { RECORD_NOUNS, RECORD_TYPES, type RecordType } from "../records/schema.ts";

/** What a file's rows can be: records, or what stands in a list of an account. */
export const IMPORT_NAMES = [...RECORD_TYPES, "contract", "stakeholder"] as const;
export type ImportName = (typeof IMPORT_NAMES)[number];
export const IMPORT_NOUNS: Readonly<Record<ImportName, { one: string; many: string }>> = {
	...RECORD_NOUNS,
	contract: { one: "contract", many: "contracts" },
	stakeholder: { one: "stakeholder", many: "stakeholders" },
};

export function isImportName(text: unknown): text is ImportName {
	return IMPORT_NAMES.includes(text as ImportName);
}

/** The kind of record that an import changes. */
export function recordOf(name: ImportName): RecordType {
	return name === "contract" || name === "stakeholder" ? "account" : name;
}

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

/** What becomes of a row that is here already. */
export const DUPLICATE_ACTS = ["fill", "overwrite", "skip", "create"] as const;
export type DuplicateAct = (typeof DUPLICATE_ACTS)[number];
/** How days are written besides 2026-03-04, which is read always. `iso`: in no other way. */
export const DAY_ORDERS = ["iso", "dmy", "mdy"] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];
export const DAY_ORDER_LABELS: Readonly<Record<DayOrder, string>> = {
	iso: "2026-03-04 only",
	dmy: "04.03.2026 or 04/03/2026, the day first",
	mdy: "03/04/2026, the month first",
};

/** What parts the whole of a number from the rest. `plain`: nobody said, so a number of two readings is refused. */
export const DECIMALS = ["plain", "point", "comma"] as const satisfies readonly DecimalMark[];
export type Decimals = (typeof DECIMALS)[number];
export const DECIMAL_LABELS: Readonly<Record<Decimals, string>> = {
	plain: "So that each can be read in one way only",
	point: "1,250.50, the point before the decimals",
	comma: "1.250,50, the comma before the decimals",
};

/** What becomes of a row whose account is not here. */
export const ACCOUNT_ACTS = ["create", "refuse"] as const;
export type AccountAct = (typeof ACCOUNT_ACTS)[number];
export const ACCOUNT_LABELS: Readonly<Record<AccountAct, string>> = {
	create: "Create the account",
	refuse: "Refuse the row",
};

/** How a file is read and taken in. `mapping` has a target, `field:<id>` or "" (do not import) for each column. */
export const ImportSettings = z.object({
	encoding: z.enum(ENCODINGS),
	delimiter: z.enum(DELIMITER_NAMES),
	mapping: z.array(z.string().max(50)).max(500),
	/** One of the ways that the kind of record offers. */
	match: z.string().max(30),
	duplicates: z.enum(DUPLICATE_ACTS),
	// What a kind does not ask is absent and stays as it was.
	/** ISO 3166, two letters: where phone numbers without a country code belong. */
	country: z
		.string()
		.regex(/^[A-Z]{2}$/, "Choose a country.")
		.optional(),
	dates: z.enum(DAY_ORDERS).optional(),
	decimals: z.enum(DECIMALS).optional(),
	/** ISO 4217: of amounts that name none. */
	currency: currency.optional(),
	accounts: z.enum(ACCOUNT_ACTS).optional(),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

export type Verdict = "created" | "updated" | "skipped" | "refused";
export type Counts = Record<Verdict, number>;

/** A row as the preview shows it. */
export type PreviewRow = {
	line: number;
	verdict: Verdict;
	reason?: string;
	cells: string[];
	/** What its numbers become, by their place among the cells. */
	read?: Record<string, string>;
	/** Whom it changes; without an id one that an earlier row of the file makes. */
	record?: PreviewRecord;
	/** What it changes, as events tell it; own fields by `field:<id>`, in words. */
	changes?: Record<string, [unknown, unknown]>;
	/** ISO 4217, of the amounts among them. */
	currency?: string;
	/** Of a new one: who shares a phone number with it. */
	shares?: PreviewRecord;
};
export type PreviewRecord = { id?: string; name: string };

export type Preview = {
	/** The settings that it was made with; another key is another preview. */
	key: string;
	state: "running" | "done" | "failed";
	counts: Counts;
	rows: PreviewRow[];
	/** Bytes read so far. */
	read: number;
	reason?: string;
	/** More records come twice in the file than could be followed; their counts are nearly right. */
	isRough?: boolean;
};

/** What an import made, what it changed, and what undoing it left as it was. */
export const TOUCHES = ["created", "updated", "left"] as const;
export type Touch = (typeof TOUCHES)[number];

/** The settings with nothing left open. */
export type WholeSettings = { [Name in keyof ImportSettings]-?: NonNullable<ImportSettings[Name]> };

/** What `change_batches.params` holds of an import. */
export type ImportParams = WholeSettings & {
	/** What its rows are, where they are no records of their own. */
	rows?: ImportName;
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
