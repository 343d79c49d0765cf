import { z } from "zod";
import { RECORD_TYPES } from "../records/schema.ts";

/** A list as somebody keeps it: its question is the address's query, as `writeListQuery` writes it. */
export const ViewInput = z.object({
	type: z.enum(RECORD_TYPES),
	name: z
		.string({ error: "Give the view a name." })
		.trim()
		.min(1, "Give the view a name.")
		.max(60, "Write 60 characters at most."),
	query: z.string().max(8_000).default(""),
	shared: z.boolean().default(false),
	opens: z.boolean().default(false),
});
export type ViewInput = z.output<typeof ViewInput>;
