import type { Embeddings } from "#app/providers/embeddings/port.ts";
import { embedLexically, LEXICAL_MODEL } from "../rules/lexical-embedding.ts";

const lexical: Embeddings = { model: LEXICAL_MODEL, embed: async (texts) => texts.map(embedLexically) };

/** The model that is configured, else vectors made from words alone. */
export const embedderOf = (given: Embeddings | undefined): Embeddings => given ?? lexical;

/** A question's vector for `searchKnowledge`, or null where none can be had: then the search goes by words. */
export async function embedQuestion(
	given: Embeddings | undefined,
	question: string,
	signal?: AbortSignal,
): Promise<{ model: string; values: number[] } | null> {
	if (!given || question.trim() === "") return null;
	// A search does not wait long for a provider, and is not refused for want of one.
	const most = AbortSignal.timeout(3_000);
	try {
		const [values] = await given.embed([question.slice(0, 2_000)], signal ? AbortSignal.any([signal, most]) : most);
		return values ? { model: given.model, values } : null;
	} catch {
		return null;
	}
}
