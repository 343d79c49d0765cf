/** An amount of money in a text, in the currency's smallest unit. */
export type AmountFound = { index: number; length: number; cents: number; currency: string };

const SIGNS: Record<string, string> = {
	$: "USD",
	us$: "USD",
	usd: "USD",
	dollar: "USD",
	ca$: "CAD",
	c$: "CAD",
	cad: "CAD",
	a$: "AUD",
	au$: "AUD",
	aud: "AUD",
	"€": "EUR",
	eur: "EUR",
	euro: "EUR",
	"£": "GBP",
	gbp: "GBP",
	pound: "GBP",
	chf: "CHF",
};
const NUMBER = String.raw`\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,2}(?!\d))?`;
const SCALE = String.raw`(?:\s?(million|thousand|mn|m|k)(?!\p{L}))?`;
const BEFORE = new RegExp(
	String.raw`(?<![\p{L}])(US\$|CA\$|AU\$|C\$|A\$|\$|€|£|USD|CAD|AUD|EUR|GBP|CHF)\s?(${NUMBER})${SCALE}`,
	"giu",
);
const AFTER = new RegExp(
	String.raw`(?<![\d.,$€£])(${NUMBER})(?:,-|,–)?${SCALE}\s?(€|£|EUR|USD|GBP|CHF|CAD|AUD|euros?|(?:US |U\.S\. )?dollars?|pounds? sterling|pounds?)(?!\p{L})`,
	"giu",
);

/** More amounts of one page are not looked at. */
const MOST = 2_000;

/** The amounts of a text, in their order: signs and codes before or after, separators of both customs. */
export function findAmounts(text: string): AmountFound[] {
	const found: AmountFound[] = [];
	const add = (match: RegExpMatchArray, sign: string, number: string, scale: string | undefined) => {
		const { index } = match as { index: number };
		if (found.length >= 2 * MOST) return;
		if (found.some((one) => index < one.index + one.length && one.index < index + match[0].length)) return;
		const cents = Math.round(readNumber(number) * scaleOf(scale) * 100);
		const currency = currencyOf(sign);
		if (currency && Number.isSafeInteger(cents)) found.push({ index, length: match[0].length, cents, currency });
	};
	for (const match of text.matchAll(BEFORE)) add(match, match[1]!, match[2]!, match[3]);
	for (const match of text.matchAll(AFTER)) add(match, match[3]!, match[1]!, match[2]);
	return found.sort((one, other) => one.index - other.index).slice(0, MOST);
}

/**
 * A number as people write it. Where points and commas both stand, the last is the decimal sign; one alone parts
 * thousands where three digits follow, for no price of a whole one has three decimals.
 */
export function readNumber(text: string): number {
	const plain = text.replace(/['’\u00a0\u202f ]/g, "");
	const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
	const decimals = plain.length - last - 1;
	if (last < 0 || (decimals === 3 && !/^0[.,]/.test(plain))) return Number(plain.replace(/[.,]/g, ""));
	return Number(`${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}`);
}

function currencyOf(sign: string): string | undefined {
	const word = sign.toLowerCase().replace(/^(?:us|u\.s\.) | sterling$/g, "");
	return SIGNS[word.replace(/(?<=euro|dollar|pound)s$/, "")];
}

const scaleOf = (scale: string | undefined) => (scale === undefined ? 1 : /^m/i.test(scale) ? 1_000_000 : 1_000);
