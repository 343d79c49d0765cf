import { z } from "zod";

const name = z
	.string({ error: "Give it a name." })
	.trim()
	.min(1, "Give it a name.")
	.max(60, "Write 60 characters at most.");
const maybeCount = (most: number) =>
	z.coerce
		.number("Write a whole number.")
		.int("Write a whole number.")
		.min(1, "Write 1 or more.")
		.max(most, `Write ${most} at most.`)
		.optional();

export const OUTCOME_LABELS = { open: "Open", won: "Won", lost: "Lost" } as const;

export const PipelineName = z.object({ name });

/** What a stage of a pipeline says. `most`: deals that may stand there at once; `ages`: days after which one is old. */
export const StageInput = z.object({
	name,
	outcome: z.enum(["open", "won", "lost"]).default("open"),
	probability: z.coerce
		.number("Write a number from 0 to 100.")
		.int()
		.min(0, "Write 0 or more.")
		.max(100, "Write 100 at most.")
		.default(0),
	most: maybeCount(9_999),
	ages: maybeCount(3_650),
});
export type StageInput = z.output<typeof StageInput>;
