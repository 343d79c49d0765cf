import { z } from "zod";
import { LineKey } from "./keys.ts";

/** One thing to do next: why, the facts it stands on as they were then, and until when. */
export const Recommendation = z.object({
	key: LineKey,
	title: z.string("Say what to do.").trim().min(1, "Say what to do.").max(200, "Write 200 characters at most."),
	reason: z.string().trim().max(1_000, "Write 1,000 characters at most.").default(""),
	facts: z.array(z.string().trim().min(1).max(300)).max(10).default([]),
	dueOn: z.iso.date("Give a day such as 2026-11-23.").nullable().default(null),
});
export type Recommendation = z.output<typeof Recommendation>;

/** What to do next for an account. `by` says who suggested it; `note` why it was not a model, or that nothing stands out. */
export const Recommendations = z.object({
	by: z.enum(["rules", "model", "member"]).default("member"),
	note: z.string().trim().max(500, "Write 500 characters at most.").default(""),
	lines: z.array(Recommendation).max(50, "Fifty lines at most.").default([]),
});
export type Recommendations = z.output<typeof Recommendations>;

export const SUGGESTED_BY: Record<Recommendations["by"], string> = {
	rules: "Suggested by rules, without a model.",
	model: "Suggested by a model, from the facts named.",
	member: "Written by a member.",
};
