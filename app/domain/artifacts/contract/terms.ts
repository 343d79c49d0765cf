import { z } from "zod";

/** What is looked for in a contract. */
export const TERMS = [
	"party",
	"start",
	"end",
	"value",
	"renewal",
	"notice",
	"last-notice",
	"convenience",
	"price-rise",
	"payment",
	"law",
	"risk",
] as const;
export type Term = (typeof TERMS)[number];

export const TERM_LABELS: Record<Term, string> = {
	party: "Party",
	start: "Start",
	end: "End",
	value: "Value",
	renewal: "Renewal",
	notice: "Notice period",
	"last-notice": "Last day to give notice",
	convenience: "Notice to end it without a cause",
	"price-rise": "Price rise",
	payment: "Payment",
	law: "Governing law",
	risk: "Risk",
};

export const UNITS = ["days", "weeks", "months", "years"] as const;
export type Unit = (typeof UNITS)[number];

export const RISKS = [
	"long-notice",
	"unlimited-liability",
	"customer-convenience",
	"most-favoured",
	"exclusivity",
	"unbounded-rises",
	"unsigned",
	"ended",
	"notice-passed",
	"contradictory-dates",
] as const;
export type Risk = (typeof RISKS)[number];

export const RISK_LABELS: Record<Risk, string> = {
	"long-notice": "Renews by itself, with a long notice period",
	"unlimited-liability": "Liability without a limit",
	"customer-convenience": "The customer may end it without a cause",
	"most-favoured": "Most-favoured customer: no other may get better terms",
	exclusivity: "Exclusivity",
	"unbounded-rises": "Prices may rise without a bound",
	unsigned: "A signature is missing",
	ended: "The end date has passed",
	"notice-passed": "The last day to give notice has passed",
	"contradictory-dates": "The dates contradict each other",
};

/** How sure a finding is. */
export const SURENESS = ["clear", "likely", "unsure"] as const;
export type Sureness = (typeof SURENESS)[number];

export const SURENESS_LABELS: Record<Sureness, string> = {
	clear: "Clear",
	likely: "Likely",
	unsure: "Unsure",
};

const day = z.iso.date("Give a day such as 2026-11-23.");
const count = z.int("Write a whole number.").min(1, "At least 1.").max(1_000, "At most 1,000.");
const percent = z.number("Write a percentage such as 3.5.").min(0, "Not below 0.").max(1_000, "At most 1,000.");
const words = z.string().trim().min(1, "Write what it is.").max(200, "Use 200 characters at most.");

/** A term's value, by its kind. Money in the currency's smallest unit, percentages as they are written. */
export const TermValue = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("date"), date: day }),
	z.object({
		kind: z.literal("money"),
		cents: z.int("Write an amount such as 1250.00.").min(0).max(100_000_000_000_000),
		currency: z.string().regex(/^[A-Z]{3}$/, "Write a currency such as USD."),
		per: z.enum(["month", "year"]).nullable(),
	}),
	z.object({ kind: z.literal("period"), count, unit: z.enum(UNITS) }),
	z.object({ kind: z.literal("renewal"), isAutomatic: z.boolean(), count: count.nullable(), unit: z.enum(UNITS) }),
	z.object({
		kind: z.literal("rise"),
		percent: percent.nullable(),
		followsIndex: z.boolean(),
		cap: percent.nullable(),
	}),
	z.object({ kind: z.literal("name"), name: words, role: z.string().max(80) }),
	z.object({ kind: z.literal("risk"), risk: z.enum(RISKS) }),
]);
export type TermValue = z.output<typeof TermValue>;

/** The kind of value that a term has. */
export const KIND_OF_TERM: Record<Term, TermValue["kind"]> = {
	party: "name",
	start: "date",
	end: "date",
	value: "money",
	renewal: "renewal",
	notice: "period",
	"last-notice": "date",
	convenience: "period",
	"price-rise": "rise",
	payment: "period",
	law: "name",
	risk: "risk",
};

export const SOURCES = ["rules", "model", "member"] as const;

/** The longest quote that is kept, in characters. */
export const QUOTE_LENGTH = 500;

/**
 * A term that was found: its value, the exact words it stands on and their page. A document that tells no pages has its
 * text as page 1. `note` says in words why it is not clear, or what it was worked out of.
 */
export const Finding = z
	.object({
		id: z.string().min(1).max(40),
		term: z.enum(TERMS),
		value: TermValue,
		quote: z.string().max(QUOTE_LENGTH),
		page: z.int().min(1),
		sureness: z.enum(SURENESS),
		note: z.string().max(500),
		/** Whose it is, where its words say: who pays, who may raise the price, who gives notice. */
		by: z.string().max(300).default(""),
		source: z.enum(SOURCES),
	})
	.refine(({ term, value }) => KIND_OF_TERM[term] === value.kind, "This term has another kind of value.");
export type Finding = z.output<typeof Finding>;

/** A finding before it has its place in a list. */
export type Found = Omit<Finding, "id" | "source" | "by">;

/** The text of one page, blocks parted by line ends. */
export type TextPage = { page: number; text: string };
