import { z } from "zod";
import { cutText } from "#app/base/words/cut-text.ts";
import { answerByRules } from "#app/domain/knowledge/rules/answer.ts";
import { searchKnowledge as search } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({ q: z.string().trim().min(2).max(1_000).describe("The question, or its words") });

const PASSAGES = 4;

/** Passages of documents that the member may read, quoted as they stand. What merely looks alike is left out. */
export const searchKnowledge: ReadTool<z.output<typeof Input>> = {
	name: "search_knowledge",
	purpose: "Search the firm's documents (prices, warranties, how things are done) for passages about a question.",
	permission: "knowledge.view",
	input: Input,
	async read(ctx, { q }, { vector }) {
		const { passages } = await search(ctx, { q, vector, limit: PASSAGES });
		// Quotes that hold most of the question's words; where vectors of a model found more, its passages as they are.
		const quotes = answerByRules(q, passages);
		const telling =
			quotes.length > 0 || vector === null
				? quotes
				: passages.map((passage) => ({ ...passage, quote: cutText(passage.excerpt.replace(/\s+/g, " ").trim(), 320) }));
		return {
			heading: telling.length === 0 ? "" : "From the knowledge:",
			lines: telling.map(({ documentId, position, title, page, quote }) => ({
				// On one line, whatever it looked like: a line stands on the mark at its end.
				text: `“${quote.replace(/\s+/g, " ")}”`,
				finding: {
					title,
					note: page === null ? "" : `page ${page}`,
					href: `/knowledge/${documentId}?${new URLSearchParams({ from: String(position), q })}#p${position}`,
					quote: cutText(
						passages.find((one) => one.documentId === documentId && one.position === position)?.body ?? quote,
						600,
					),
				},
			})),
		};
	},
};
