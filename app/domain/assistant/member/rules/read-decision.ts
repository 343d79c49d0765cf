import { plainText } from "#app/domain/assistant/rules/text.ts";

/** A yes or no in words. `which`: the number that a list of open changes gave it, or all of them. */
export type Decision = { act: "confirm" | "decline"; which?: number | "all" };

const ASIDE = "(?:please|thanks|thank you)";
const WHICH =
	"(?: (?:it|that|this|so|them))?(?: (?:number |no\\.? ?|#)?(\\d{1,3})| (all|both|everything)(?: of (?:them|it))?)?";
const YES = "(?:yes|yeah|yep|yup)";
const NO = "(?:no|nope|nah)";
/** "OK" alone may only mean that something was read; before a verb it means yes. */
const LEAD = "(?:ok|okay|sure|right|well)";
const DO = `(?:confirm(?:ed)?|do|go ahead|accept|approve|book|send|create|carry out)`;
const DONT = `(?:cancel|decline|reject|discard|don't(?: do)?|do not(?: do)?|never ?mind|forget|leave|not now)`;

const pattern = (word: string, verb: string) =>
	new RegExp(
		`^(?:${LEAD} )?(?:${ASIDE} )?(?:(?:${word} )?(?:${ASIDE} )?${verb}${WHICH}|${word}${WHICH})(?: ${ASIDE})?$`,
	);

const CONFIRM = pattern(YES, DO);
const DECLINE = pattern(NO, DONT);

/** Verbs that are a yes only with what they are about: "book" alone is no answer to anything. */
const BARE = /^(?:please )?(?:book|send|create|leave|forget|accept|approve|do)(?: please)?$/;

/** Reads "yes", "confirm", "do it", "confirm 2", "no", "cancel", "decline all"; undefined for what says more than that. */
export function readDecision(text: string): Decision | undefined {
	const plain = plainText(text)
		.replace(/[.!?]+$/, "")
		.replace(/[,;]/g, " ")
		.replace(/\s+/g, " ")
		.trim();
	if (BARE.test(plain)) return undefined;
	for (const [act, one] of [
		["confirm", CONFIRM],
		["decline", DECLINE],
	] as const) {
		const found = one.exec(plain);
		if (!found) continue;
		const number = found.slice(1).find((group) => group && /^\d+$/.test(group));
		const all = found.slice(1).some((group) => group && !/^\d+$/.test(group));
		return { act, ...(number ? { which: Number(number) } : all ? { which: "all" as const } : {}) };
	}
	return undefined;
}
