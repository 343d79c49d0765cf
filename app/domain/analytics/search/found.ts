/** What a search over everything finds, in the order that it is told in. */
export const FOUND_KINDS = [
	"contact",
	"account",
	"deal",
	"project",
	"lead",
	"task",
	"appointment",
	"conversation",
	"message",
	"document",
] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** One thing that a search found: what it is, how a person calls it, and a word beside it. */
export type Found = { kind: FoundKind; id: string; name: string; note: string };
