import { addDays } from "#app/base/time.ts";
import { sayWholeDate } from "#app/base/words/say-time.ts";
import type { Found } from "../terms.ts";
import { type DateFound, type DateOrder, findDates } from "./dates.ts";
import { findPeriods, shiftDay } from "./periods.ts";
import { quoteAround, type View } from "./text.ts";

type Label = { term: "start" | "end"; words: RegExp; weight: number };

const LABELS: Label[] = [
	{
		term: "start",
		weight: 3,
		words:
			/\b(?:start date|commencement date|service start|subscription start|start of (?:the )?term|commenc(?:es|ing|e)|begin(?:s|ning)?|starts?|starting|takes effect|beginnt|tritt|läuft (?:vom|ab)|ab dem|valid from|vertragsbeginn|from(?=[^.;\n]{8,20}\d{4},? for\b)|(?<=\bfor [^.;\d]{3,30} )from)\b/gi,
	},
	// The day on which it holds may be before the day on which what is bought begins.
	{
		term: "start",
		weight: 2,
		words: /\b(?:effective date|with effect from|effective (?:as of|from|on)|made effective)\b/gi,
	},
	{ term: "start", weight: 1, words: /\b(?:made|entered into|concluded)\b[^.\n]{0,200}?\bon(?=\s)/gi },
	{ term: "start", weight: 1, words: /\b(?:dated|entered into|made|concluded|(?<=agreement )as of)\b/gi },
	{ term: "start", weight: 1, words: /(?<=^|\n)(?:date|datum)(?=\s*[:|])/gi },
	{
		term: "end",
		weight: 2,
		words:
			/\b(?:end date|expiry date|expiration date|termination date|end of (?:the )?(?:initial )?term|expir(?:es|ing|e|y)|ends?|ending|terminat(?:es|ing)|endet|läuft bis|bis zum|until|valid until|through|vertragsende)\b/gi,
	},
];
/** What may stand between such words and their date; anything else, and the date is of something else. */
const BETWEEN =
	/^[\s:|–"”“(),-]*(?:(?:and|entered|into|made|of|on|is|are|shall|will|be|as|at|the|am|dem|zum|date|day|from|by|this|agreement|contract|order|form|term|its|effective|means|midnight|automatically|in|full|force|commencing|initial|end)[\s:,"”]*){0,8}$/i;
/** How long an offer can be taken is no term of what it offers. */
const OFFERED = /\b(?:quot(?:e|ation)|offer|proposal)\b[^.;]*$/i;
const DEFINED = /^\s*\(?\s*(?:the\s+)?["“'‘]\s*(effective|start|commencement|end|expiry|expiration|termination) date/i;
const RANGE = /^\s*(?:to|until|through|till|–|-)\s*(?:and including\s*)?$/i;

type Candidate = { term: "start" | "end"; weight: number; found: Found };

/** The first and the last day: each date that is named as one, the surest first, or worked out of the term's length. */
export function findTermDates(views: readonly View[], order: DateOrder): Found[] {
	const candidates = views.flatMap((view) => inView(view, findDates(view.text, order)));
	const start = surest(candidates, "start");
	const end = surest(candidates, "end");
	const worked = end.length === 0 && start[0] ? workOutEnd(views, start[0]) : [];
	return [...start, ...end, ...worked];
}

function inView(view: View, dates: readonly DateFound[]): Candidate[] {
	const candidates: Candidate[] = [];
	const add = (term: "start" | "end", weight: number, date: DateFound, from = date.index) =>
		candidates.push({ term, weight, found: foundOf(view, term, date, from) });
	for (const { term, words, weight } of LABELS) {
		for (const label of view.text.matchAll(words)) {
			const after = label.index + label[0].length;
			const date = dates.find(({ index }) => index >= after);
			if (OFFERED.test(view.text.slice(Math.max(0, label.index - 80), label.index))) continue;
			if (date && date.index - after < 90 && BETWEEN.test(view.text.slice(after, date.index)))
				add(term, weight, date, label.index);
		}
	}
	for (const [at, date] of dates.entries()) {
		const defined = DEFINED.exec(view.text.slice(date.index + date.length, date.index + date.length + 40))?.[1];
		if (defined) add(/^(?:eff|sta|com)/i.test(defined) ? "start" : "end", /^(?:sta|com)/i.test(defined) ? 3 : 2, date);
		const next = dates[at + 1];
		if (next && RANGE.test(view.text.slice(date.index + date.length, next.index)) && isTerm(date.date, next.date)) {
			add("start", 3, date);
			add("end", 2, next);
		}
	}
	return candidates;
}

/** Some days are a meeting or a festival, not how long a contract runs. */
const isTerm = (from: string, to: string) => to > addDays(from, 27);

function foundOf(view: View, term: "start" | "end", date: DateFound, from: number): Found {
	const quote = quoteAround(view, from, date.index + date.length - from);
	const note = date.other ? `Day and month could be the other way round: ${sayWholeDate(date.other)}.` : "";
	const value = { kind: "date", date: date.date } as const;
	return { term, value, quote, page: view.page, sureness: date.other ? "unsure" : "clear", note };
}

/** Those of the greatest weight, each day once; where they differ each says so. */
function surest(candidates: readonly Candidate[], term: "start" | "end"): Found[] {
	const own = candidates.filter((one) => one.term === term);
	const most = Math.max(0, ...own.map(({ weight }) => weight));
	const byDay = new Map<string, Found>();
	for (const { weight, found } of own) {
		const date = dateOf(found);
		if (weight === most && !byDay.has(date)) byDay.set(date, found);
	}
	const all = [...byDay.values()].slice(0, 3);
	if (all.length < 2) return all.map((found) => (most === 1 ? likely(found) : found));
	const days = all.map((found) => `${dateOf(found)} on page ${found.page}`).join(", ");
	const note = `The document names more than one ${term === "end" ? "end" : "start"}: ${days}.`;
	return all.map((found) => ({ ...found, sureness: "unsure" as const, note: [note, found.note].join(" ").trim() }));
}

const dateOf = ({ value }: Found) => (value.kind === "date" ? value.date : "");

const likely = (found: Found): Found =>
	found.sureness === "clear"
		? { ...found, sureness: "likely", note: "The day it was made; no other first day is named." }
		: found;

const TERM_LENGTH =
	/\b(?:initial term|subscription term|contract term|minimum term|term of (?:this|the)|for a (?:period|term) of|term\s*[:|]|term (?:is|shall be)|shall (?:continue|remain)|continues? for|term length|laufzeit|(?<=\d{4},? )for(?= )|for(?=[^.;]{3,40} from (?:the date of this|\d)))/gi;

function workOutEnd(views: readonly View[], start: Found): Found[] {
	for (const view of views) {
		for (const label of view.text.matchAll(TERM_LENGTH)) {
			const rest = view.text.slice(label.index, label.index + 140).split(/(?<=\.)\s/)[0]!;
			const period = findPeriods(rest).find(({ unit }) => unit === "months" || unit === "years");
			if (!period || /renew|success/i.test(rest.slice(0, period.index))) continue;
			const date = shiftDay(shiftDay(dateOf(start), period, 1), { count: 1, unit: "days" }, -1);
			const quote = quoteAround(view, label.index, period.index + period.length);
			const note = `Worked out of the start on ${dateOf(start)} and a term of ${period.count} ${period.unit}; no end date is written.`;
			const sureness = start.sureness === "unsure" ? "unsure" : "likely";
			return [{ term: "end", value: { kind: "date", date }, quote, page: view.page, sureness, note }];
		}
	}
	return [];
}
