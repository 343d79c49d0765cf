import { z } from "zod";
import type { Step } from "#app/domain/files/store-file.ts";
import { type Added, addDocument } from "../documents/add-document.ts";
import { getReviewQuestion } from "./answer-queries.ts";
import { settleQuestion } from "./settle-question.ts";

export const WrittenAnswer = z.object({
	question: z
		.string({ error: "Write the question" })
		.trim()
		.min(2, "Write the question")
		.max(180, "Use 180 characters at most")
		.transform((text) => text.replace(/\s+/g, " ")),
	answer: z
		.string({ error: "Write the answer" })
		.trim()
		.min(2, "Write the answer")
		.max(20_000, "Use 20,000 characters at most"),
	collection: z.string({ error: "Choose a collection" }).min(1, "Choose a collection"),
});
export type WrittenAnswer = z.output<typeof WrittenAnswer>;

/**
 * Answers a question of the review: a document of the question and its answer, read in the background like any upload,
 * and the question is off the list. In several transactions. Writing the same twice keeps one. Throws 404 for a question
 * that is not open or a collection that the actor may not read.
 */
export async function writeAnswer(step: Step, id: string, input: WrittenAnswer): Promise<Added> {
	await step((ctx) => getReviewQuestion(ctx, id));
	const bytes = (async function* () {
		yield Buffer.from(`# ${input.question}\n\n${input.answer}\n`);
	})();
	// A stroke would begin a folder in a file's name.
	const name = `${input.question.replace(/[/\\]/g, " ")}.md`;
	const file = { name, mediaType: "text/markdown", bytes };
	const added = await addDocument(step, file, { collectionId: input.collection });
	await step((ctx) => settleQuestion(ctx, id));
	return added;
}
