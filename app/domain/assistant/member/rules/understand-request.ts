import { type DayRange, readDays } from "#app/domain/assistant/rules/read-day.ts";
import { readWhen, type When } from "#app/domain/assistant/rules/read-when.ts";
import { plainText } from "#app/domain/assistant/rules/text.ts";
import { type Count, readCount } from "./read-count.ts";
import { type Decision, readDecision } from "./read-decision.ts";
import { type FieldOf, readField } from "./read-field.ts";

/** What a member wants, as far as rules can read it. Days are local dates. */
export type Request =
	| { kind: "help" }
	| { kind: "thanks" }
	| ({ kind: "decide" } & Decision)
	| { kind: "waiting" }
	| { kind: "tasks"; whose: "mine" | "all"; due?: "overdue" | "today" | "week" }
	| { kind: "appointments"; days?: DayRange }
	| { kind: "deals"; days?: DayRange }
	| { kind: "find"; name: string }
	| ({ kind: "count" } & Count)
	| ({ kind: "field" } & FieldOf)
	| { kind: "knowledge"; words: string }
	| { kind: "times"; service: string; days?: DayRange }
	| { kind: "price"; words: string }
	| { kind: "create-task"; title: string; due?: string; about?: string }
	| { kind: "note"; about: string; body: string }
	| { kind: "write"; channel: "email" | "sms"; to: string; about: string; isTopic: boolean }
	| { kind: "move-deal"; deal: string; stage: string }
	| { kind: "set-stage"; name: string; stage: string }
	| { kind: "book"; service: string; contact: string; when?: When }
	| { kind: "question"; words: string };

const POLITE =
	/^(?:(?:hi|hello|hey)[,!. ]+)?(?:(?:please|can you|could you|would you|i want to|i'd like to|let's)\s+)*/;
const THANKS =
	/^(?:(?:ok|okay|great|perfect|good|nice|cool)[,!. ]*)?(?:thanks?(?: you)?|thx|cheers|great|perfect)(?: (?:so|very) much| a lot)?[!. ]*$/;
const HELP =
	/^(?:hi|hello|hey|good (?:morning|afternoon|evening)|help|what can you do|how do you work|what do you know)\b[?!. ]*(?:there|you)?[?!. ]*$/;

/**
 * Reads a member's words. `now` is an instant (epoch ms), `zone` the member's own. What is none of the known requests is
 * a question for the knowledge.
 */
export function understandRequest(text: string, now: number, zone: string): Request {
	const whole = text.trim().replace(/\s+/g, " ");
	const said = whole.replace(new RegExp(POLITE.source, "i"), "").replace(/[?!.]+$/, "");
	const plain = plainText(said);
	const days = () => readDays(plain, now, zone);
	const decision = readDecision(whole);
	if (decision) return { kind: "decide", ...decision };
	if (THANKS.test(plainText(whole))) return { kind: "thanks" };
	if (HELP.test(plainText(whole)) || plain === "") return { kind: "help" };
	const count = readCount(plain, now, zone);
	if (count) return { kind: "count", ...count };
	const asked = changeIn(said, plain, now, zone) ?? knowledgeIn(said) ?? readIn(plain, days);
	if (asked) return asked;
	const field = readField(plain);
	return field ? { kind: "field", ...field } : { kind: "question", words: whole };
}

const KNOWLEDGE =
	/^(?:(?:search|look|check|ask|query)(?: up)?(?: in| through)?(?: the| our)? (?:knowledge(?: base)?|documents|docs|files|manuals?|handbooks?) (?:for|about|on)|(?:what do|do) (?:the|our) (?:documents|docs|manuals) say (?:about|on)) (.+)$/i;

function knowledgeIn(said: string): Request | undefined {
	const words =
		KNOWLEDGE.exec(said)?.[1] ??
		/^(?:find|search(?: for)?|look up|look for) (.+) in (?:the |our )?(?:knowledge(?: base)?|documents|docs)$/i.exec(
			said,
		)?.[1];
	return words ? { kind: "knowledge", words: unquoted(words) } : undefined;
}

type Reader = (found: RegExpExecArray, now: number, zone: string) => Request;

/** A contact's stage, or a deal's: which one it is, the name tells. */
const setStage: Reader = ([, name = "", stage = ""]) => ({
	kind: "set-stage",
	name: unquoted(name.replace(/['’]s$/, "")),
	stage: stage.trim(),
});
const STAGE = "(leads?|prospects?|customers?|former(?: customers?)?)";

const moveDeal: Reader = ([, deal = "", stage = ""]) => ({
	kind: "move-deal",
	deal: unquoted(deal),
	stage: stage.trim(),
});

/** A name as it begins a sentence such as "Text Tess Brooks your car is ready". */
const NAME = "(?:\\p{Lu}[\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’-]+){0,2}|her|him|them)";
const WRITTEN = "([Tt]ext|[Ss]ms|SMS|[Mm]essage|[Ee]-?mail|[Mm]ail)";

const writeTo: Reader = ([, what = "", to = "", link = "", about = ""]) => ({
	kind: "write",
	channel: /mail/i.test(what) ? "email" : "sms",
	to: to.trim(),
	about: about.trim(),
	isTopic: /about|regarding/i.test(link),
});

// Read from the words as they were written, so that names keep their letters. The first that fits decides.
const CHANGES: readonly [RegExp, Reader][] = [
	[
		/^(?:create|add|make|new|set)(?: me)?(?: an?| the)?(?: new)? (?:task|to-?do|reminder) (?:for|about|on) (?!me\b)([^:]{2,80}?)\s*:\s*(.+)$/i,
		([, about = "", rest = ""], now, zone) => ({ ...taskOf(rest, now, zone), about: about.trim() }),
	],
	[
		/^(?:remind me|(?:create|add|make|new|set)(?: me)?(?: an?| the)?(?: new)? (?:task|to-?do|reminder))(?: for me)?(?:\s*[:-]| to| that)?\s+(.+)$/i,
		([, rest = ""], now, zone) => taskOf(rest, now, zone),
	],
	[
		/^(?:write|add|make|leave)(?: an?| the)? note (?:on|about|for|to) (.+?)(?:\s*:\s*| that | saying )(.+)$/i,
		([, about = "", body = ""]) => ({ kind: "note", about: about.trim(), body: body.trim() }),
	],
	[
		/^(?:draft|write|send|prepare)(?: me)?(?: an?| the)? (email|e-mail|mail|message|sms|text)(?: message)? to (.+?)(?:( about| regarding| saying| that|\s*:)\s*(.+))?$/i,
		([, what = "", to = "", link = "", about = ""]) => ({
			kind: "write",
			channel: /sms|text/i.test(what) ? "sms" : "email",
			to: to.trim(),
			about: about.trim(),
			isTopic: /about|regarding/i.test(link),
		}),
	],
	[new RegExp(`^${WRITTEN} (${NAME})(\\s+(?:about|regarding|saying|that)\\b|\\s*[:,]|)\\s*(.+)$`, "u"), writeTo],
	[/^(text|sms|e-?mail) ([^:,]{2,60}?)( about| regarding| saying| that|\s*:)\s*(.+)$/i, writeTo],
	[/^(?:set|change|update|move)(?: the)? (?:lifecycle )?stage of (.+?) (?:to|into|as) ([\p{L} -]+)$/iu, setStage],
	[/^(?:set|change|update|move) (.+?['’]s) (?:lifecycle )?stage (?:to|into|as) ([\p{L} -]+)$/iu, setStage],
	[new RegExp(`^(?:make|mark|set) (.+?)(?: as| to)?(?: an?)? ${STAGE}$`, "iu"), setStage],
	[/^(?:move|put|set)(?: the)?(?: deal)? (.+?) (?:in ?to|to)(?: stage)? ([\p{L} -]+)$/iu, moveDeal],
	[
		/^book (?:an? |the )?(.+?) for (.+?)(?: (on|at|for|next|this|tomorrow|today|mon|tue|wed|thu|fri|sat|sun)\b(.*))?$/i,
		([, service = "", contact = "", word = "", rest = ""], now, zone) => {
			const when = readWhen(plainText(`${word}${rest}`), now, zone);
			return { kind: "book", service: service.trim(), contact: contact.trim(), ...(when ? { when } : {}) };
		},
	],
];

function changeIn(said: string, plain: string, now: number, zone: string): Request | undefined {
	for (const [pattern, read] of CHANGES) {
		const found = pattern.exec(said);
		// "Move my car to the shop" is no deal: a move is read only where deals or stages are spoken of.
		if (
			!found ||
			(read === moveDeal && !/\b(?:deal|stage|won|lost|proposal|negotiation|qualified|meeting)\b/.test(plain))
		)
			continue;
		return read(found, now, zone);
	}
	return undefined;
}

const DAY_WORDS =
	/\s*\b(?:(?:by|on|for|due|before|until)\s+)?(?:today|tonight|tomorrow|the day after tomorrow|(?:next |this )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|next week|\d{4}-\d\d-\d\d)\b\s*$/i;

function taskOf(rest: string, now: number, zone: string): Extract<Request, { kind: "create-task" }> {
	const due = readDays(plainText(rest), now, zone)?.from;
	const title =
		rest
			.replace(DAY_WORDS, "")
			.replace(/^to\s+/i, "")
			.trim() || rest.trim();
	return { kind: "create-task", title: title.charAt(0).toUpperCase() + title.slice(1), ...(due ? { due } : {}) };
}

function readIn(plain: string, days: () => DayRange | undefined): Request | undefined {
	const found = days();
	const within = found ? { days: found } : {};
	if (
		/\b(?:pending|waiting|new|unanswered|open) (?:intakes?|leads?|requests?|chats?|customers?)\b|\bwho(?:'s| is)? waiting\b|\bwhat(?:'s| is)? (?:waiting|pending)\b|\bwaits? for (?:me|us)\b/.test(
			plain,
		)
	)
		return { kind: "waiting" };
	if (
		/\b(?:tasks?|to-?dos?)\b|\bwhat (?:do i have to|should i|must i) do\b|\bwhat(?:'s| is) (?:due|overdue|next)\b/.test(
			plain,
		)
	)
		return tasksOf(plain);
	const times =
		/\b(?:free|available|open) (?:times?|slots?)(?: for (?:an? |the )?(.+?))?(?: (?:on|this|next|today|tomorrow)\b.*)?$/.exec(
			plain,
		);
	if (times?.[1]) return { kind: "times", service: times[1], ...within };
	if (/\b(?:appointments?|bookings?|visits?|calendar|booked)\b/.test(plain)) return { kind: "appointments", ...within };
	if (/\b(?:deals?|pipeline|opportunit(?:y|ies))\b/.test(plain))
		return { kind: "deals", ...(monthOf(plain, found) ?? within) };
	const price =
		/^(?:what(?:'s| is| does)|how much(?: is| does| are)?)(?: the)?(?: price(?: of| for)?| cost of)? (.+?)(?: costs?)?$/.exec(
			plain,
		);
	if (price?.[1] && /\b(?:price|costs?|how much)\b/.test(plain)) return { kind: "price", words: price[1] };
	const named =
		/^(?:find|search(?: for)?|look up|look for|show(?: me)?|open|who is|tell me about|what do we know about) (.+)$/.exec(
			plain,
		);
	if (named?.[1]) return { kind: "find", name: unquoted(named[1]) };
	return undefined;
}

function tasksOf(plain: string): Request {
	const whose =
		/\b(?:all|everybody|everyone|team|open tasks of)\b/.test(plain) && !/\b(?:my|mine|me|i)\b/.test(plain)
			? "all"
			: "mine";
	const due = /\boverdue\b/.test(plain)
		? "overdue"
		: /\btoday\b/.test(plain)
			? "today"
			: /\bweek\b/.test(plain)
				? "week"
				: undefined;
	return { kind: "tasks", whose, ...(due ? { due } : {}) };
}

/** "This month" is no day that a customer would name, and one that a seller asks for. */
function monthOf(plain: string, found: DayRange | undefined): { days: DayRange } | undefined {
	return found && /\bthis month\b/.test(plain) ? { days: found } : undefined;
}

function unquoted(text: string): string {
	return text.trim().replace(/^["“']|["”']$/g, "");
}
