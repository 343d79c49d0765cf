import type { NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { askAi } from "./ask-ai.ts";
import { classify } from "./classify.ts";
import { searchKnowledge } from "./search-knowledge.ts";

/** Steps in which a model or a search reads. */
export const aiNodes: readonly NodeType[] = [askAi, classify, searchKnowledge];
