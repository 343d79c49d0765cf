import { z } from "zod";
import { RECORD_TYPES } from "../records/schema.ts";

/** One end of a relation. */
export const End = z.object({ type: z.enum(RECORD_TYPES), id: z.uuid("Choose a record.") });
export type End = z.output<typeof End>;

/** What a relation is called, read from the first record to the second: "reports to", "partner of". */
export const LinkLabel = z
	.string({ error: "Say what the relation is." })
	.trim()
	.min(1, "Say what the relation is.")
	.max(80, "Write 80 characters at most.");

/** Offered where a relation is written. */
export const LINK_SUGGESTIONS = [
	"reports to",
	"partner of",
	"works with",
	"referred by",
	"buyer in",
	"part of",
] as const;
