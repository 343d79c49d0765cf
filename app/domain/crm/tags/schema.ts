import { z } from "zod";

/** A word that many records share, as a member writes it. */
export const TagName = z
	.string({ error: "Write a tag." })
	.trim()
	.transform((text) => text.replaceAll(/\s+/g, " "))
	.pipe(z.string().min(1, "Write a tag.").max(60, "Write 60 characters at most."));
