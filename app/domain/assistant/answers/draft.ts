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
	/** What was found for it in public documents, for a model to answer from, and what is said if they do not tell. */
	knowledge?: { passages: Source[]; otherwise?: Draft };
};

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
