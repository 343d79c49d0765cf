import type { Embeddings } from "#app/providers/embeddings/port.ts";
import { embedLexically, LEXICAL_MODEL } from "../rules/lexical-embedding.ts";

const lexical: Embeddings = { model: LEXICAL_MODEL, embed: async (texts) => texts.map(embedLexically) };

/** The model that is configured, else vectors made from words alone. */
export const embedderOf = (given: Embeddings | undefined): Embeddings => given ?? lexical;

/** A question as a model sees it, and as the earlier models do whose vectors were not replaced yet. */
export type QuestionVector = {
	model: string;
	values: readonly number[];
	earlier?: { model: string; values: readonly number[] }[];
};

/** A question's vectors for `searchKnowledge`, or null where none can be had: then the search goes by words. */
export async function embedQuestion(
	given: Embeddings | undefined,
	question: string,
	{ signal, earlier = [] }: { signal?: AbortSignal | undefined; earlier?: readonly string[] } = {},
): Promise<QuestionVector | null> {
	if (!given || question.trim() === "") return null;
	const asked = question.slice(0, 2_000);
	const others = given.by ? earlier.map((model) => given.by!(model)) : [];
	const [first, ...rest] = await Promise.all([given, ...others].map((one) => embedInTime(one, asked, signal)));
	return first ? { ...first, earlier: rest.filter((one) => one !== null) } : null;
}

async function embedInTime(embeddings: Embeddings, question: string, signal?: AbortSignal) {
	// A search does not wait long for a provider, and is not refused for want of one.
	const most = AbortSignal.timeout(3_000);
	try {
		const [values] = await embeddings.embed([question], signal ? AbortSignal.any([signal, most]) : most);
		return values ? { model: embeddings.model, values } : null;
	} catch {
		return null;
	}
}
