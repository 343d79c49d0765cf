import { z } from "zod";
import { LIST_KINDS } from "../records/schema.ts";

/** A list as somebody keeps it: its question is the query of its address. */
export const ViewInput = z.object({
	type: z.enum(LIST_KINDS),
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
