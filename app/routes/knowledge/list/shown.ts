import type { DocumentLine } from "#app/domain/knowledge/documents/document-queries.ts";
import type { FoundPassage } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { KnowledgeAddress } from "./knowledge-address.ts";

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
	found: readonly Omit<FoundPassage, "body" | "score" | "byWords" | "byVector">[] | undefined;
};
