import { sayWholeDate } from "#app/base/words/say-time.ts";
import type { Finding, Found, Risk } from "../terms.ts";
import { daysOf } from "./periods.ts";
import { cutAround, type Sentence } from "./text.ts";

/** From so many days on a notice period is long. */
const LONG_NOTICE_DAYS = 60;

type Rule = { risk: Risk; words: RegExp; but?: RegExp };

const RULES: Rule[] = [
	{
		risk: "unlimited-liability",
		words:
			/unlimited liability|liability[^.]{0,80}(?:(?:shall|is|will) (?:be |not be )?(?:unlimited|limited in any way)|without (?:any )?limit|uncapped)|(?:liable|liability) without (?:any )?limit|fully liable for all/i,
		// Nobody may exclude these anywhere: that they are not limited is no risk of this contract.
		but: /death|personal injury|fraud|wil+ful|gross negligence|shall be limited/i,
	},
	{
		risk: "customer-convenience",
		words:
			/(?:customer|client|licensee|subscriber|either party|buyer)[^.]{0,40}\b(?:may|can|shall be entitled to) (?:terminate|cancel|end)[^.]{0,120}(?:for (?:its )?convenience|at any time|without (?:any )?(?:cause|reason)|for any (?:or no )?reason|no reason)/i,
		but: /material breach|insolven/i,
	},
	{
		risk: "most-favoured",
		words:
			/most[- ]favou?red|no less favou?rable than|(?:prices?|terms|fees?)[^.]{0,60}(?:as favou?rable as|lowest (?:price|rate)|better than)/i,
	},
	{
		risk: "exclusivity",
		words:
			/\bexclusive (?:provider|supplier|vendor|right|dealing|basis|licen[cs]e)|\bexclusivity\b|shall not (?:purchase|procure|obtain|sell|supply)[^.]{0,60}(?:from|to) (?:any )?(?:other|third|another|competitor)/i,
		but: /non-?exclusive|exclusive (?:jurisdiction|property|remedy)/i,
	},
	{
		risk: "unsigned",
		words:
			/(?:^|[\s|])(?:by|signature|signed(?: by)?|name|for [\p{L} ]{2,40})\s*[:|]?\s*(?:_{3,}|\.{5,}|\[(?:signature|name|date|\s*)\])/iu,
	},
];

/** What of its words may cost somebody dearly: the first place of each. */
export function findRisks(sentences: readonly Sentence[]): Found[] {
	return RULES.flatMap(({ risk, words, but }) => {
		for (const { text, quote, page } of sentences) {
			const match = words.exec(text);
			if (!match || but?.test(text)) continue;
			const own = quote === text ? cutAround(text, match.index, match[0].length) : quote;
			return [riskOf(risk, { quote: own, page }, "likely", "")];
		}
		return [];
	});
}

type Terms = Pick<Found, "term" | "value" | "quote" | "page" | "sureness" | "note">;

/** What the terms found say together, on a day. `found` may be of any source. */
export function risksOfTerms(found: readonly (Terms | Finding)[], today: string): Found[] {
	const of = (term: Found["term"]) => found.filter((one) => one.term === term);
	const risks: Found[] = [];
	const [notice] = of("notice");
	const renews = of("renewal").some(({ value }) => value.kind === "renewal" && value.isAutomatic);
	if (renews && notice?.value.kind === "period" && daysOf(notice.value) >= LONG_NOTICE_DAYS) {
		const { count, unit } = notice.value;
		risks.push(
			riskOf("long-notice", notice, "clear", `It renews by itself unless notice is given ${count} ${unit} before.`),
		);
	}
	const dates = (term: "start" | "end" | "last-notice") =>
		of(term).flatMap((one) => (one.value.kind === "date" ? [{ one, date: one.value.date }] : []));
	const ends = dates("end");
	const last = ends.toSorted((one, other) => other.date.localeCompare(one.date))[0];
	if (last && last.date < today && !renews)
		risks.push(
			riskOf(
				"ended",
				last.one,
				last.one.sureness,
				`It ended on ${sayWholeDate(last.date)}, and nothing says that it renews by itself.`,
			),
		);
	const [until] = dates("last-notice");
	if (until && until.date < today && last && last.date >= today)
		risks.push(
			riskOf("notice-passed", until.one, until.one.sureness, `Notice had to be given by ${sayWholeDate(until.date)}.`),
		);
	const [start] = dates("start");
	const early = start && ends.find(({ date }) => date < start.date);
	const several = ends.length > 1 || dates("start").length > 1;
	if (early)
		risks.push(
			riskOf(
				"contradictory-dates",
				early.one,
				"clear",
				`It would end on ${sayWholeDate(early.date)}, before it starts on ${sayWholeDate(start.date)}.`,
			),
		);
	else if (several) {
		const { one } = (ends.length > 1 ? ends : dates("start"))[1]!;
		risks.push(riskOf("contradictory-dates", one, "clear", one.note));
	}
	return risks;
}

const riskOf = (
	risk: Risk,
	{ quote, page }: { quote: string; page: number },
	sureness: Found["sureness"],
	note: string,
): Found => ({ term: "risk", value: { kind: "risk", risk }, quote, page, sureness, note: note.slice(0, 500) });
