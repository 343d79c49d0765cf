import { minorFrom } from "#app/base/words/money-text.ts";
import { readNumber } from "#app/base/words/number-text.ts";
import type { Decimals } from "../schema.ts";
import type { Given, RowValues, TargetOf } from "./kind.ts";
import { keepWord, short } from "./readers.ts";

/** A column that says in which currency the amount of its row is. */
export const CURRENCY: TargetOf = {
	label: "Currency",
	names: ["currency", "currencycode", "currencyisocode", "waehrung", "wahrung", "devise", "moneda"],
	sample: ["USD", "USD"],
	read: keepWord("currency"),
};

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

/** More than a business turns over is a slip of the hand; in the smallest unit, as `cents` of the records' schemas. */
const MOST = 100_000_000_000_000;

/**
 * Reads a row's amount, once its currency is known: that of its own column, else of a code beside the amount, else the
 * one chosen for the file. Nothing is guessed: a sign or code of another currency refuses the row, and so does an amount
 * that fits only the other way of writing them.
 */
export function readMoney(
	{ words, columns }: Pick<RowValues, "words" | "columns">,
	column: string,
	{ currency, decimals }: Pick<Given["settings"], "currency" | "decimals">,
): string | undefined {
	const named = words.currency?.toUpperCase();
	if (named !== undefined && !CURRENCIES.has(named))
		return `“${short(words.currency!)}” is no currency. Use a code such as USD.`;
	if (named !== undefined) columns.currency = named;
	if (words.amount === undefined) return undefined;
	const read = readAmount(words.amount, decimals, { named, currency });
	if (typeof read === "string") return read;
	columns[column] = read.cents;
	columns.currency = read.currency;
	return undefined;
}

function readAmount(
	cell: string,
	decimals: Decimals,
	{ named, currency }: { named: string | undefined; currency: string },
): { cents: number; currency: string } | string {
	const marks = cell.replace(/[\d.,\s'’-]/g, "");
	const code = marks.toUpperCase();
	const own = named ?? (CURRENCIES.has(code) ? code : currency);
	// What has no figure at all is a word, not an amount of another currency.
	if (/\d/.test(cell) && marks !== "" && code !== own && !signsOf(own).includes(marks))
		return `“${short(cell)}” is marked ${short(marks)}, and the amount is to be in ${own}. Choose the currency in the mapping step, or give the file a column of currencies.`;
	const digits = cell.replace(marks, "").trim();
	if (/^-|-$/.test(digits)) return `“${short(cell)}” is below zero.`;
	const read = readNumber(digits, decimals);
	// Where nothing was said, the currency knows how many digits follow its point.
	const cents = minorFrom("plain" in read ? read.plain : decimals === "plain" ? digits : "none", own);
	if (cents === null || Number.isNaN(cents))
		return `“${short(cell)}” is no amount in ${own} such as ${SAMPLES[decimals]}. Choose in the mapping step how the file writes numbers, if it writes them otherwise.`;
	return cents > MOST ? `“${short(cell)}” is too large an amount.` : { cents, currency: own };
}

const SAMPLES: Readonly<Record<Decimals, string>> = { plain: "1250.00", point: "1,250.00", comma: "1.250,00" };

const signs = new Map<string, string[]>();

/** "$" and "US$" for USD. */
function signsOf(currency: string): string[] {
	const known = signs.get(currency);
	if (known) return known;
	const found = (["narrowSymbol", "symbol"] as const).map(
		(currencyDisplay) =>
			new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay })
				.formatToParts(0)
				.find(({ type }) => type === "currency")?.value ?? currency,
	);
	signs.set(currency, found);
	return found;
}
