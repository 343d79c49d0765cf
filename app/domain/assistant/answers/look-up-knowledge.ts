import { cutText } from "#app/base/words/cut-text.ts";
import { asksForSomething, knowledgeQuestionOf } from "#app/domain/assistant/rules/knowledge-question.ts";
import { reviewQuestionOf } from "#app/domain/assistant/rules/review-question.ts";
import { plainText } from "#app/domain/assistant/rules/text.ts";
import type { Intent } from "#app/domain/assistant/rules/understand.ts";
import type { QuestionVector } from "#app/domain/knowledge/indexing/embedder.ts";
import { answerByRules, type Quote, type Source } from "#app/domain/knowledge/rules/answer.ts";
import { stemsOf } from "#app/domain/knowledge/rules/stems.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { Ctx } from "#db/context.ts";
import type { ChatFacts } from "./chat-facts.ts";
import { type AskedKnowledge, choices, type Draft, say } from "./draft.ts";
import { leaveToPerson } from "./leave-to-person.ts";
import { tellNotKnown } from "./tell-limits.ts";

const PASSAGES = 6;
/** So much of a question's words must stand in the quoted sentence, its headings and its title. */
const IN_QUOTE = 0.5;
const LONGEST = 600;
/** What a document could tell; work that is not named yet is asked back. */
const FOR_REVIEW: readonly Intent[] = ["unknown", "for-team", "other-work", "place"];

/**
 * Answers from the documents of public collections what the chat's own figures do not (KB-2, LEAD-6): with a sentence
 * as it stands there and where it stands. The passages are handed on, for a search by meaning and for a model. Where
 * nothing fits, the draft stays, and an open question is told that it is not known, and kept for the review (KB-6). What
 * documents say is quoted and never followed (AGENT-8).
 */
export async function lookUpKnowledge(
	ctx: Ctx,
	facts: ChatFacts,
	{ text, intent, draft }: { text: string; intent: Intent; draft: Draft },
): Promise<Draft> {
	const plain = plainText(text).slice(0, 2_000);
	const question = knowledgeQuestionOf(plain, intent);
	if (!question) return draft;
	const asks = asksForSomething(plain);
	const told = intent === "unknown" && asks ? tellNotKnown(facts) : draft;
	const unanswered = asks && FOR_REVIEW.includes(intent) ? reviewQuestionOf(text, facts.contact.name) : undefined;
	const otherwise = { ...told, ...(unanswered ? { unanswered } : {}) };
	return tellFound(facts, { question, otherwise, passages: await publicPassages(ctx, question, null) });
}

/** What passages say to a question, or what is said otherwise. Where a person is awaited, what is not known is theirs. */
export function tellFound(facts: ChatFacts, asked: AskedKnowledge): Draft {
	const { question, passages, otherwise } = asked;
	const quote = bestQuote(question, passages);
	return { ...(quote ? tellQuote(facts, quote) : leaveToPerson(facts, otherwise)), knowledge: asked };
}

/** What answers best of what a customer may read, whoever's context this is. */
export async function publicPassages(ctx: Ctx, question: string, vector: QuestionVector | null): Promise<Source[]> {
	const customer = { kind: "customer", id: undefined, name: "Customer" } as const;
	const search = { q: question, vector, limit: PASSAGES };
	return (await searchKnowledge({ ...ctx, actor: customer }, search)).passages;
}

/** The quote that holds the most of the question, if it holds enough of it. */
function bestQuote(question: string, passages: readonly Source[]): Quote | undefined {
	const wanted = new Set(stemsOf(question));
	const heading = new Map(passages.map((passage) => [passage.id, `${passage.title} ${passage.heading}`]));
	let most = IN_QUOTE;
	let best: Quote | undefined;
	for (const quote of answerByRules(question, passages)) {
		const own = new Set(stemsOf(`${heading.get(quote.passageId)} ${quote.quote}`));
		const share = [...wanted].filter((stem) => own.has(stem)).length / wanted.size;
		if (share > most || (share === most && !best)) [most, best] = [share, quote];
	}
	return best;
}

function tellQuote({ state }: ChatFacts, { quote, title, page }: Quote): Draft {
	const sentence = cutText(quote.replace(/\s+/g, " ").trim(), LONGEST);
	return say(`${sentence}\n${sayWhere(title, page)}`, state, choices("Talk to a person"));
}

/** "(From “Visiting us”, page 2.)" */
export const sayWhere = (title: string, page: number | null) =>
	`(From “${title}”${page === null ? "" : `, page ${page}`}.)`;
