import type { Source } from "#app/domain/knowledge/rules/answer.ts";
import type { ChatPart, ChatState } from "../schema.ts";

/**
 * An answer before it is kept. `state` replaces what the chat was in the middle of. `mayPhrase`: it only tells, so a
 * model may say it in other words; what asks, offers or reports an act is said exactly as it stands.
 */
export type Draft = {
	text: string;
	parts: ChatPart[];
	state: ChatState;
	mayPhrase: boolean;
	/** It is no answer, only the way to one: where a person is awaited, this is left to the person. */
	isUnsure?: boolean;
	/** That a person was told is said with this answer, and need not be again. */
	notesPerson?: boolean;
	/** Nothing is to be said: a person answers, and that has been said already. */
	isSilent?: boolean;
	/** The question was put to public documents. */
	knowledge?: AskedKnowledge;
	/** It answers nothing, and this question is one for the review of the knowledge, without what tells of a person. */
	unanswered?: string;
};

/** What was asked of public documents, what was found, and what is said if that does not tell. */
export type AskedKnowledge = { question: string; passages: Source[]; otherwise: Draft };

/** An answer that tells something and leaves the chat where it was, but for `state`. */
export function tell(text: string, state: ChatState, ...parts: ChatPart[]): Draft {
	return { text, parts, state, mayPhrase: true };
}

/** An answer whose words are part of what was agreed. */
export function say(text: string, state: ChatState, ...parts: ChatPart[]): Draft {
	return { text, parts, state, mayPhrase: false };
}

/** Buttons that say their own label. */
export function choices(...labels: string[]): ChatPart {
	return { kind: "choices", choices: labels.map((label) => ({ label })) };
}

/** Says what is not known here, and leads to who knows. */
export function unsure(text: string, state: ChatState, ...parts: ChatPart[]): Draft {
	return { text, parts, state, mayPhrase: true, isUnsure: true };
}
