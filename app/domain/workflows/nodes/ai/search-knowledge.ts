import { z } from "zod";
import { listEarlierModels } from "#app/domain/knowledge/indexing/earlier-models.ts";
import { embedQuestion } from "#app/domain/knowledge/indexing/embedder.ts";
import { searchKnowledge as search } from "#app/domain/knowledge/search/search-knowledge.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { needed, optionalId } from "#app/domain/workflows/nodes/texts.ts";

type Settings = { question: string; collection: string; most: number };

/** Of one passage, so that ten of them fit into what a step may keep and a model is asked. */
const MOST_CHARACTERS = 4_000;

const sample = {
	found: 1,
	text: "[1] Handbook, page 2: …",
	passages: [{ document: "", title: "Handbook", page: 2, heading: "", text: "…" }],
};

/** Finds passages of the documents, by words and meaning (FLOW-1): those that workflows may read. */
export const searchKnowledge = defineNode<Settings>({
	type: "search_knowledge",
	label: "Search knowledge",
	group: "ai",
	hint: "Finds passages of your documents, with document and page.",
	settings: z.strictObject({
		question: needed("write what is looked for", 1_000),
		collection: optionalId(),
		most: z.coerce.number().int().min(1).max(20).default(5),
	}),
	fields: [
		{ name: "question", label: "What is looked for", kind: "text", help: "May hold {{ expressions }}." },
		{ name: "collection", label: "Only in the collection", kind: "text", isOptional: true, help: "Its id." },
		{ name: "most", label: "At most (passages)", kind: "number" },
	],
	ports: () => ["found", "none"],
	canFail: true,
	call: async ({ embeddings, within, signal }, { settings }) => {
		const { question, collection, most } = settings;
		const earlier = embeddings ? await listEarlierModels(embeddings.model) : [];
		const vector = await embedQuestion(embeddings, question, { signal, earlier });
		const { passages } = await within(async (ctx) => {
			if (collection !== "") {
				const known = await ctx.db
					.selectFrom("collections")
					.select("id")
					.where("id", "=", collection)
					.where("deleted_at", "is", null)
					.executeTakeFirst();
				if (!known) throw new StepFailure("There is no such collection here.");
			}
			return search(ctx, { q: question, vector, limit: most, ...(collection ? { collectionId: collection } : {}) });
		});
		const kept = passages.map(({ documentId, title, page, heading, body }) => ({
			document: documentId,
			title,
			page,
			heading,
			text: body.slice(0, MOST_CHARACTERS),
		}));
		return {
			port: kept.length > 0 ? "found" : "none",
			output: { found: kept.length, text: asText(kept), passages: kept },
		};
	},
	preview: ({ settings }) => ({
		effect: `Would look for “${settings.question.slice(0, 200)}” in the documents.`,
		port: "found",
		output: sample,
	}),
	sample,
});

/** The passages as one text, for a prompt or a message. */
function asText(passages: readonly { title: string; page: number | null; text: string }[]): string {
	return passages
		.map(({ title, page, text }, at) => `[${at + 1}] ${title}${page === null ? "" : `, page ${page}`}: ${text}`)
		.join("\n\n");
}
