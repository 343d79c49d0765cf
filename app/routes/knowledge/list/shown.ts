import type { DocumentLine } from "#app/domain/knowledge/documents/document-queries.ts";
import type { FoundPassage } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { KnowledgeAddress } from "./knowledge-address.ts";

/** A passage as it is listed: whether its excerpt begins and ends where the passage does. */
export type ShownPassage = Omit<FoundPassage, "body" | "score" | "byWords" | "byVector"> & {
	begins: boolean;
	ends: boolean;
};

type Named = { id: string; name: string };

/** What the page of the knowledge shows: a page of documents, or the passages of a search. */
export type Shown = {
	address: KnowledgeAddress;
	isLexical: boolean;
	canEdit: boolean;
	canReview: boolean;
	/** The query of the list as a file; null: this reader may not take lists along. */
	exports: string | null;
	collections: readonly Named[];
	/** The collection that narrows both. */
	chosen: Named | null;
	documents: readonly DocumentLine[];
	next: string | null;
	/** So many passages are shown at most. */
	most: number;
	hasMore: boolean;
	found: readonly ShownPassage[] | undefined;
};

/** What of a passage found the page needs. */
export function shownPassage({ body, score: _, byWords: __, byVector: ___, ...passage }: FoundPassage): ShownPassage {
	const [whole, excerpt] = [body.trim(), passage.excerpt.trim()];
	return { ...passage, begins: whole.startsWith(excerpt), ends: whole.endsWith(excerpt) };
}
