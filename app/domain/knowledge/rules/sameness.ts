import { createHash } from "node:crypto";
import { stemsOf, wordsOf } from "./stems.ts";

/** What people say around a question. */
const AROUND = new Set(
	stemsOf("hi hello hey guys folks any get got need want like offer possible know wonder wondering shop place thanks"),
);

/**
 * By what two questions are the same: their telling words in any order and form, as a digest, which tells nobody what
 * was asked. A question of small words alone is the same as itself.
 */
export function samenessOf(question: string): string {
	const stems = stemsOf(question).filter((stem) => !AROUND.has(stem));
	const words = stems.length > 0 ? [...new Set(stems)].sort() : wordsOf(question);
	return createHash("sha256").update(words.join(" ")).digest("hex").slice(0, 32);
}
