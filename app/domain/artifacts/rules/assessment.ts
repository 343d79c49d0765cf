import { z } from "zod";

/** What an account is assessed by, in the order of the form. `weight`: how often it counts in the overall figure. */
export const ASSESSED = [
	{ name: "relationship", label: "Relationship", help: "How well we know who decides, and they us.", weight: 2 },
	{ name: "adoption", label: "Adoption", help: "How far they use what they pay for.", weight: 2 },
	{ name: "value", label: "Value realised", help: "Whether they can name what they got out of it.", weight: 2 },
	{
		name: "risks",
		label: "Freedom from risks",
		help: "5: none that we know of. 1: they are about to leave.",
		weight: 2,
	},
	{ name: "sponsor", label: "Sponsor", help: "Whether somebody at the top stands up for us.", weight: 1 },
	{ name: "sentiment", label: "Sentiment", help: "How they speak of us.", weight: 1 },
] as const;

export const SCORE_WORDS = ["Very poor", "Poor", "Fair", "Good", "Very good"] as const;

const Answer = z.object({
	score: z.int("Choose 1 to 5.").min(1, "Choose 1 to 5.").max(5, "Choose 1 to 5.").nullable().default(null),
	note: z.string().trim().max(2_000, "Write 2,000 characters at most.").default(""),
});

const none = { score: null, note: "" };

/** The assessment of an account (SUCCESS-7): a score of 1 to 5 with a note for each; null: not assessed yet. */
export const Assessment = z.object({
	relationship: Answer.default(none),
	adoption: Answer.default(none),
	value: Answer.default(none),
	risks: Answer.default(none),
	sponsor: Answer.default(none),
	sentiment: Answer.default(none),
	summary: z.string().trim().max(5_000, "Write 5,000 characters at most.").default(""),
});
export type Assessment = z.output<typeof Assessment>;

export type Overall = {
	/** 1.0 to 5.0 in tenths, 10 to 50; null: nothing is assessed. */
	tenths: number | null;
	/** What was counted: a label, its score and how often. */
	parts: { label: string; score: number; weight: number }[];
	/** Scores by weights, and the weights. */
	points: number;
	weights: number;
};

/** The overall figure: the average of what is assessed by weights, rounded to a tenth, halves upwards. */
export function workOutOverall(assessment: Assessment): Overall {
	const parts = ASSESSED.flatMap(({ name, label, weight }) => {
		const { score } = assessment[name];
		return score === null ? [] : [{ label, score, weight }];
	});
	const points = parts.reduce((sum, { score, weight }) => sum + score * weight, 0);
	const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
	return { tenths: weights === 0 ? null : Math.floor((points * 20 + weights) / (2 * weights)), parts, points, weights };
}
