/**
 * An amount as a person types it ("1,250", "99.5") in the currency's smallest unit; null for nothing, NaN for what is
 * no amount. The currency says how many digits follow the point (ISO 4217).
 */
export function minorFrom(text: string, currency: string): number | null {
	const plain = text
		.trim()
		.replaceAll(",", "")
		.replace(/^[^\d-]*/, "");
	if (text.trim() === "") return null;
	if (!/^\d{1,11}(\.\d+)?$/.test(plain)) return Number.NaN;
	const [whole = "", fraction = ""] = plain.split(".");
	const digits = digitsOf(currency);
	if (fraction.length > digits) return Number.NaN;
	return Number(whole + fraction.padEnd(digits, "0"));
}

/** The amount as it is typed: "1250.00". */
export function minorAsText(minor: number | null, currency: string): string {
	const digits = digitsOf(currency);
	return minor === null ? "" : (minor / 10 ** digits).toFixed(digits);
}

function digitsOf(currency: string): number {
	return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
