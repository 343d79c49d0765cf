import { readNumber } from "./number-text.ts";

/**
 * An amount as a person types it ("1,250", "99.5", "1.250,00", "12,50") in the currency's smallest unit; null for nothing,
 * NaN for what is no amount or could be two. The currency says how many digits follow the point (ISO 4217).
 */
export function minorFrom(text: string, currency: string): number | null {
	if (text.trim() === "") return null;
	const plain = amountIn(text.trim().replace(/^[^\d-]*/, ""), digitsOf(currency));
	if (plain === undefined || !/^\d{1,11}(\.\d+)?$/.test(plain)) return Number.NaN;
	const [whole = "", fraction = ""] = plain.split(".");
	const digits = digitsOf(currency);
	if (fraction.length > digits) return Number.NaN;
	return Number(whole + fraction.padEnd(digits, "0"));
}

/** "1,250" is a thousand and more where a currency has no three digits after the point; "1.250" stays refused there. */
function amountIn(text: string, digits: number): string | undefined {
	const read = readNumber(text, "plain");
	if ("plain" in read) return read.plain;
	if (read.wrong === "no-number") return undefined;
	// What an input shows has its point, so it is read back as it was shown.
	const isPoint = digits === 3 ? text.includes(".") : text.includes(",");
	return isPoint ? text.replaceAll(",", "") : undefined;
}

/** The amount as it is typed: "1250.00". */
export function minorAsText(minor: number | null, currency: string): string {
	const digits = digitsOf(currency);
	return minor === null ? "" : (minor / 10 ** digits).toFixed(digits);
}

function digitsOf(currency: string): number {
	return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
