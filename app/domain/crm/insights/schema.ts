import { z } from "zod";

/** The kinds of record that have insights. */
export const INSIGHT_TYPES = ["contact", "account"] as const;
export type InsightType = (typeof INSIGHT_TYPES)[number];

/** What a sentence stands on: an entry of the timeline, or a record; `at` is ISO, null for what has no instant. */
export const InsightSource = z.object({
	type: z.string(),
	id: z.uuid(),
	label: z.string(),
	at: z.string().nullable(),
	/** What it can be read in full at, where that is not the timeline itself. */
	link: z.object({ type: z.string(), id: z.string() }).nullable(),
});
export type InsightSource = z.infer<typeof InsightSource>;

const Statement = z.object({ text: z.string(), sources: z.array(InsightSource) });
export type Statement = z.infer<typeof Statement>;

/** What is to be known of a record at a glance. */
export const Insight = z.object({
	summary: Statement,
	risks: z.array(Statement),
	nextAction: Statement.nullable(),
	source: z.enum(["model", "rules"]),
	provider: z.string().nullable(),
	model: z.string().nullable(),
});
export type Insight = z.infer<typeof Insight>;

const Said = z.object({
	text: z.string().trim().min(1).max(700),
	sources: z
		.array(z.string().max(40))
		.max(12)
		.describe("The marks in square brackets of what this stands on, such as E3"),
});

/** What a model is asked for. Its sources are checked against what it was given. */
export const InsightAnswer = z.object({
	summary: Said,
	risks: z.array(Said).max(5),
	nextAction: Said.nullable(),
});
export type InsightAnswer = z.infer<typeof InsightAnswer>;
