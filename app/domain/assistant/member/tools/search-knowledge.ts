import { z } from "zod";
import { cutText } from "#app/base/cut-text.ts";
import { searchKnowledge as search } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { ReadTool } from "./tool.ts";

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
		const telling = passages.filter(({ byWords }) => byWords !== null || vector !== null);
		if (telling.length === 0) return { heading: "", lines: [] };
		return {
			heading: "From the knowledge:",
			lines: telling.map(({ documentId, position, title, page, heading, excerpt, body }) => ({
				text: `“${cutText(excerpt.replace(/\s+/g, " ").trim(), 320)}”`,
				finding: {
					title,
					note: [page === null ? "" : `page ${page}`, heading].filter(Boolean).join(", "),
					href: `/knowledge/${documentId}?passage=${position}#passage-${position}`,
					quote: cutText(body, 600),
				},
			})),
		};
	},
};
