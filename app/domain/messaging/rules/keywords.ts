export type Keyword = "stop" | "start" | "help";

// Twilio's list of English keywords (docs "Advanced Opt-Out", help article 223134027), read in November 2026.
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
	...(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"] as const).map(
		(word) => [word, "stop"] as const,
	),
	...(["START", "YES", "UNSTOP"] as const).map((word) => [word, "start"] as const),
	...(["HELP", "INFO"] as const).map((word) => [word, "help"] as const),
]);

// Carriers act on the bare word only. A person who says please means it all the same; with "cancel" or "end" a
// sentence may be about an appointment, so those count only when they stand alone.
const PLAIN_STOP = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "OPTOUT"]);
const POLITE = /\b(?:PLEASE|PLS|PLZ|THANKS|THANK YOU|NOW)\b/g;

/**
 * The carriers' keyword that a text message consists of, in any case, spacing and punctuation; null when it says
 * anything else. `start` matters only for a number that had stopped: "yes" is also how one answers a question.
 */
export function keywordOf(text: string): Keyword | null {
	// A keyword with all its trimmings is short; a long message is not one.
	if (text.length > 80) return null;
	const upper = text.normalize("NFKC").toUpperCase();
	const exact = KEYWORDS.get(lettersOf(upper));
	if (exact) return exact;
	return PLAIN_STOP.has(lettersOf(upper.replace(POLITE, ""))) ? "stop" : null;
}

/**
 * Whether a text that came in waits for an answer: all but the keywords, which are obeyed and answered at once. "Yes" is
 * one of the carriers' words for START, and how people answer a question: it counts as an answer.
 */
export function isAnswerable(text: string, keyword: Keyword | null): boolean {
	return keyword === null || (keyword === "start" && lettersOf(text.normalize("NFKC").toUpperCase()) === "YES");
}

/**
 * What a keyword is answered with, within one GSM-7 segment for a name of ordinary length: who it is, what happens now,
 * and the other word (CTIA Messaging Principles and Best Practices, 5.1).
 */
export function keywordAnswer(keyword: Keyword, name: string, phone: string | null): string {
	const short = name.slice(0, 60);
	switch (keyword) {
		case "stop":
			return `${short}: You are unsubscribed and will get no more texts. Reply START to get them again.`;
		case "start":
			return `${short}: You will get our texts again. Reply HELP for help, STOP to end them.`;
		case "help":
			return `${short}: ${phone ? `Call ${phone} for help. ` : ""}Message frequency varies, message and data rates may apply. Reply STOP to end texts.`;
	}
}

/** Letters and digits only, of any alphabet, so that "STOP 2" or a word with a foreign letter stays something else. */
function lettersOf(text: string): string {
	return text.replace(/[^\p{L}\p{N}]/gu, "");
}
