import type { Intent } from "./understand.ts";

/** What the rules have no figures for, so that a document may say it. */
const OPEN: readonly Intent[] = ["unknown", "for-team", "other-work", "unclear-work"];
/** An address answers where the place is, and not where one leaves the car. */
const PARKING = /\bpark(?:ing|ed)?\b/;
const ASKS =
	/\?|\b(?:wants?|needs?|wonder(?:ing)?|tell me|looking for|interested|how about|what about|any)\b|^(?:(?:hi|hey|hello|so|and|also|ok|okay)\W+)*(?:can|could|would|will|do|does|did|is|are|am|may|should|must|what|what's|which|how|when|where|who|why)\b/;
/** A line so short is a question without its mark: "wifi", "parking at the shop". */
const FEW_WORDS = 4;
/** Words of a chat that say nothing of what is asked. */
const FILLER =
	/\b(?:hi|hey|hello|there|you ?guys|guys|folks|y'?all|please|thanks|thank you|ok|okay|quick|question|wonder(?:ing)?|know|tell|got|get|have|need|want|like|offer|allow(?:ed)?|possible|kind|sort|anyone|something|anything|shop|place|covers?|includ(?:e[sd]?|ing))\b/g;

/** Whether a plain text asks for something, by its words. */
export const asksForSomething = (plain: string) => ASKS.test(plain);

/**
 * What a line asks of the documents that customers may read (KB-2), in its telling words; undefined where the chat's own
 * figures answer it, or where it tells rather than asks.
 */
export function knowledgeQuestionOf(plain: string, intent: Intent): string | undefined {
	const isOpen = OPEN.includes(intent) || (intent === "place" && PARKING.test(plain));
	if (!isOpen || !(ASKS.test(plain) || plain.split(" ").length <= FEW_WORDS)) return undefined;
	const telling = plain.replace(FILLER, " ").replace(/\s+/g, " ").trim().slice(0, 500);
	return /\p{L}{2}/u.test(telling) ? telling : undefined;
}
