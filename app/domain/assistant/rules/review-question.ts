import { sentencesOf } from "#app/domain/knowledge/rules/passages.ts";
import { asksForSomething } from "./knowledge-question.ts";
import { plainText } from "./text.ts";

const LONGEST = 300;
const LEFT_OUT = "…";
/** What may tell who asks: addresses of every kind, numbers by which one is found, and how people name themselves. */
const TELLING: readonly RegExp[] = [
	/\b(?:https?:\/\/|www\.)\S+/giu,
	/[^\s@]+@[^\s@]+\.[\p{L}\p{N}-]+/gu,
	/\b\d{1,5}[a-z]?\s+(?:\p{L}+\.?\s+){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct)\b\.?/giu,
	/[+(]{0,2}\d[\d\s().-]{5,}\d/gu,
	// Plates, order numbers and the like: letters and digits in one, or five digits and more.
	/\b(?=[\p{L}-]*\d)(?=[\d-]*\p{L})[\p{L}\d-]{6,}\b|\b\d{5,}\b/gu,
	/\b(?:my name is|this is|i am|i'm)\s+\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+)?(?![\p{L}])/gu,
];

/**
 * A customer's question for the review of the knowledge (KB-6): the sentences that ask, without the customer's name and
 * whatever may tell who asks; in 300 characters. Undefined where nothing is left to be answered.
 */
export function reviewQuestionOf(text: string, customer: string): string | undefined {
	const sentences = sentencesOf(text.normalize("NFKC").replace(/\p{C}/gu, " ").slice(0, 2_000));
	const asking = sentences.filter((sentence) => asksForSomething(plainText(sentence)));
	let question = (asking.length > 0 ? asking : sentences).join(" ");
	for (const telling of TELLING) question = question.replace(telling, LEFT_OUT);
	for (const name of customer.split(/\s+/).filter((part) => part.length > 1)) question = without(question, name);
	question = question
		.replace(/\s+/g, " ")
		.replace(/^[\s,.!–-]+/u, "")
		.trim()
		.slice(0, LONGEST);
	const words = question.match(/\p{L}{2,}/gu) ?? [];
	return words.length > 0 ? question : undefined;
}

function without(text: string, name: string): string {
	const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, "giu"), LEFT_OUT);
}
