import { addDays, dateAt, weekdayOf } from "#app/base/time.ts";
import type { DayRange } from "#app/domain/assistant/rules/read-day.ts";

/** What members ask the number of, by the words they have for it. */
const NOUNS = {
	contact: /^(?:contacts?|people|persons?)$/,
	customer: /^(?:customers?|clients?)$/,
	prospect: /^prospects?$/,
	account: /^(?:accounts?|companies|company)$/,
	deal: /^(?:deals?|opportunit(?:y|ies))$/,
	project: /^projects?$/,
	lead: /^(?:leads?|intakes?|requests?)$/,
	task: /^(?:tasks?|to-?dos?)$/,
	appointment: /^(?:appointments?|bookings?|visits?)$/,
	document: /^documents?$/,
} as const;
export type Counted = keyof typeof NOUNS;

export const COUNTED = Object.keys(NOUNS) as [Counted, ...Counted[]];
export const WHICH = ["open", "new", "won", "lost", "overdue"] as const;

/** "How many open deals do we have": which things, in what state, of which days, and whether the member's own. */
export type Count = { of: Counted; which?: (typeof WHICH)[number]; days?: DayRange; mine?: true };

const ASKED =
	/^(?:how many|what is the number of|what's the number of|(?:the )?number of|count(?: of)?(?: all)?)\s+(.+)$/;
const STATES: Record<string, Count["which"]> = {
	...{ open: "open", pending: "open", unfinished: "open", active: "open", new: "new" },
	...{ won: "won", lost: "lost", overdue: "overdue" },
};
/** What may stand around it without meaning anything else: with another word it is a question of something else. */
const FILLER =
	/^(?:of|the|all|our|my|own|do|did|does|we|i|me|us|have|has|got|get|are|is|were|was|there|in|on|at|for|total|altogether|now|right|currently|so|far|here|crm|system|it|to|be|been|came|come|closed?|closing|due|booked|planned|scheduled|added|with|us|today|tomorrow|yesterday|this|next|last|week|month|year)$/;

/** Reads a question for a number of the firm's own records; undefined where it asks for something else. */
export function readCount(plain: string, now: number, zone: string): Count | undefined {
	const rest = ASKED.exec(plain)?.[1];
	if (!rest) return undefined;
	const words = rest
		.replace(/[?!.,]/g, " ")
		.trim()
		.split(/\s+/);
	const kinds = words.map((word) => COUNTED.find((kind) => NOUNS[kind].test(word)));
	const at = kinds.findIndex(Boolean);
	const others = words.filter((word, index) => index !== at && !(word in STATES) && !FILLER.test(word));
	if (at < 0 || others.length > 0) return undefined;
	const which = words.flatMap((word) => STATES[word] ?? [])[0];
	const days = spanIn(rest, now, zone);
	const isMine = /\b(?:my|mine|i|me)\b/.test(rest);
	return { of: kinds[at]!, ...(which ? { which } : {}), ...(days ? { days } : {}), ...(isMine ? { mine: true } : {}) };
}

/** The days that are meant: whole weeks from Monday, whole months; undefined where none are named. */
function spanIn(text: string, now: number, zone: string): DayRange | undefined {
	const today = dateAt(now, zone);
	const day = { today: 0, tomorrow: 1, yesterday: -1 }[/\b(?:today|tomorrow|yesterday)\b/.exec(text)?.[0] ?? ""];
	if (day !== undefined) return { from: addDays(today, day), to: addDays(today, day) };
	const [, which, unit] = /\b(this|next|last) (week|month|year)\b/.exec(text) ?? [];
	if (!which) return undefined;
	const by = { this: 0, next: 1, last: -1 }[which]!;
	if (unit === "week") {
		const monday = addDays(today, -((weekdayOf(today) + 6) % 7) + 7 * by);
		return { from: monday, to: addDays(monday, 6) };
	}
	const [year = 0, month = 0] = today.split("-").map(Number);
	const first = (count: number) =>
		unit === "month"
			? new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10)
			: `${year + count}-01-01`;
	return { from: first(by), to: addDays(first(by + 1), -1) };
}
