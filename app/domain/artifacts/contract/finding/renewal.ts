import { sayWholeDate } from "#app/base/words/say-time.ts";
import type { Found } from "../terms.ts";
import { type DateOrder, findDates } from "./dates.ts";
import { findPeriods, type PeriodFound, shiftDay } from "./periods.ts";
import { cutAround, type Sentence } from "./text.ts";

const AUTOMATIC =
	/automatic(?:ally)?\s+(?:be\s+)?(?:renew|extend|roll)|(?:renew(?:s|ed)?|extend(?:s|ed)?|prolonged)\s+automatically|(?:shall|will) (?:be )?(?:renew|extend)(?:ed)?\s+for|auto-?\s?renew(?:al|s)?\s*[:|]\s*(?:yes|on\b)|auto-?renews\b|automatic(?:ally)? (?:renewal|extension)|rolls? over automatically|renews? by itself|automatically rolls? over|evergreen|deemed (?:to be )?renewed|verlängert (?:er |es |sie )?sich(?! nicht)/i;
const NOT_AUTOMATIC =
	/(?:not|no)\s+(?:be\s+)?(?:automatic(?:ally)?\s+)?renew|(?:does|shall|will) not (?:otherwise )?(?:be )?(?:automatically )?(?:renew|extend)|no automatic (?:renewal|extension)|auto-?\s?renew(?:al|s)?\s*[:|]\s*(?:no\b|none|off)|renew(?:ed|al)?\s+(?:only|requires)|(?:is|are) not (?:automatically )?(?:renewed|extended)|does not extend|may (?:be )?renew(?:ed)?\b.*(?:agree|writing|mutual)|verlängert sich nicht|expires? without (?:the need for )?notice|unless (?:both |the )?parties (?:renew|extend|sign a new)/i;
const NOT_TO_RENEW = /notice (?:of (?:its )?)?(?:intent(?:ion)? )?not to renew|elects? not to renew|non-?renewal/i;

/** Whether it renews by itself, and for how long. The plainest sentence only. */
export function findRenewal(sentences: readonly Sentence[]): Found[] {
	for (const { text, quote, page } of sentences) {
		const yes = AUTOMATIC.exec(text);
		const no = NOT_AUTOMATIC.exec(text.replace(NOT_TO_RENEW, ""));
		if (!yes && !no) continue;
		const isDenied = no !== null && yes !== null && no.index <= yes.index;
		const isAutomatic = yes !== null && !isDenied;
		const period = isAutomatic ? renewalPeriod(text, yes!.index) : undefined;
		const value = {
			kind: "renewal",
			isAutomatic,
			count: period?.count ?? null,
			unit: period?.unit ?? "months",
		} as const;
		const at = (yes ?? no)!.index;
		return [
			{
				...{ term: "renewal", value, quote: quote === text ? cutAround(text, at, 40) : quote, page },
				sureness: isAutomatic && no ? "unsure" : "clear",
				note: isAutomatic && no ? "The sentence speaks of both renewing and not renewing." : "",
			},
		];
	}
	return [];
}

/** The first length after the words that is not the notice's. */
function renewalPeriod(text: string, from: number): Pick<PeriodFound, "count" | "unit"> | undefined {
	const [, each] = /\b(month|year)[- ]to[- ]\1\b/i.exec(text) ?? [];
	if (each) return { count: 1, unit: each.toLowerCase() === "month" ? "months" : "years" };
	return findPeriods(text).find((period) => period.index >= from && !isOfNotice(text, period));
}

const isOfNotice = (text: string, { index, length }: PeriodFound) =>
	/^\s*['’]?\s*(?:(?!by\s)\p{L}+\s+){0,4}?(?:notice|before|prior|in advance|ahead|vor\s)/iu.test(
		text.slice(index + length),
	) ||
	/notice period\s*[:|(]?\s*(?:is|of|shall be)?\s*$|notice of (?:at least |not less than )?$|(?:kündigungs)?frist von(?: mindestens)?\s*$/i.test(
		text.slice(0, index),
	);

const OTHER_NOTICE =
	/(?:chang|adjust|rais|increas)\w* (?:its |the |any |all )?(?:list )?(?:prices?|fees?|charges?|rates?|rent)|cure|remed(?:y|ied)|breach|increase|price change|invoice|overdue|insolv|bankrupt|deemed (?:to be )?(?:given|received)|audit/i;
const ABOUT_NOTICE = /notice|notif|cancel|terminat|renew|tell us|in writing|kündig/i;
const ABOUT_END =
	/renew|expir|end of (?:the )?(?:then[- ]current |initial |current )?(?:term|period)|term ends|zum Ende|Ablauf|Vertragsende/i;

const WITHOUT_CAUSE =
	/\b(?:terminate|cancel|end)\b[^.]{0,120}(?:for (?:its )?convenience|at any time|without (?:any )?(?:cause|reason)|for any (?:or no )?reason|no reason)/i;

/** How long before somebody may end it without a cause they have to say so: besides what the renewal asks, `notice`. */
export function findConvenience(sentences: readonly Sentence[], notice: Found | undefined): Found[] {
	for (const { text, quote, page } of sentences) {
		if (!WITHOUT_CAUSE.test(text) || /material breach|insolven/i.test(text)) continue;
		const period = findPeriods(text).find((one) => isOfNotice(text, one));
		if (!period) continue;
		const value = { kind: "period", count: period.count, unit: period.unit } as const;
		const own = quote === text ? cutAround(quote, period.index, period.length) : quote;
		if (notice?.quote === own && notice.page === page) continue;
		return [{ term: "convenience", value, page, note: "", sureness: "likely", quote: own }];
	}
	return [];
}

/** How long before its end notice has to be given: of renewing before that of ending at any time. */
export function findNotice(sentences: readonly Sentence[]): Found[] {
	const found = sentences.flatMap((sentence) => {
		const { quote, page } = sentence;
		// "… or at once if the other commits a breach that is not remedied within 30 days" is another notice.
		const text = sentence.text.split(/,? or (?:immediately|forthwith|at once|with immediate effect)\b/i)[0]!;
		if (!ABOUT_NOTICE.test(text)) return [];
		const period = findPeriods(text).find((one) => isOfNotice(text, one));
		if (!period || OTHER_NOTICE.test(text)) return [];
		const isOfEnd = ABOUT_END.test(text);
		const note = period.isBusiness ? "Counted in business days; the last day is worked out in calendar days." : "";
		const value = { kind: "period", count: period.count, unit: period.unit } as const;
		const one: Found = {
			...{ term: "notice", value, page, note, sureness: period.isBusiness || !isOfEnd ? "likely" : "clear" },
			quote: quote === sentence.text ? cutAround(quote, period.index, period.length) : quote,
		};
		return [{ isOfEnd, one }];
	});
	const best = found.find(({ isOfEnd }) => isOfEnd) ?? found[0];
	return best ? [best.one] : [];
}

/** "The Tenant may end this lease on 31 March 2030 by giving six months' notice": the day that it ends on then. */
const ENDED_ON = /\b(?:end|terminate|cancel|leave)\b[^.;]{0,60}\bon\s+(?:the\s+)?$/i;

/**
 * The last day on which notice can be given: the notice period before the day that its own words name, else before the
 * earliest end that is named.
 */
export function lastDayOfNotice(notice: Found | undefined, ends: readonly Found[], order: DateOrder): Found[] {
	const named =
		notice && findDates(notice.quote, order).find(({ index }) => ENDED_ON.test(notice.quote.slice(0, index)));
	if (notice?.value.kind === "period" && named) {
		const { count, unit } = notice.value;
		return [
			{
				...{ term: "last-notice", value: { kind: "date", date: shiftDay(named.date, notice.value, -1) } },
				...{ quote: notice.quote, page: notice.page, sureness: named.other ? "unsure" : "likely" },
				note: `Worked out: ${count} ${unit} before ${sayWholeDate(named.date)}, the day that its words name.`,
			},
		];
	}
	const [end] = ends
		.flatMap((found) => (found.value.kind === "date" ? [{ ...found, date: found.value.date }] : []))
		.sort((one, other) => one.date.localeCompare(other.date));
	if (notice?.value.kind !== "period" || !end) return [];
	const { count, unit } = notice.value;
	const several = ends.length > 1 ? " More than one end is named; this is of the earliest." : "";
	const isSure = notice.sureness === "clear" && end.sureness === "clear";
	return [
		{
			...{ term: "last-notice", value: { kind: "date", date: shiftDay(end.date, notice.value, -1) } },
			...{ quote: notice.quote, page: notice.page },
			sureness: isSure ? "clear" : end.sureness === "unsure" ? "unsure" : "likely",
			note: `Worked out: ${count} ${unit} before the end on ${sayWholeDate(end.date)}.${several}`,
		},
	];
}
