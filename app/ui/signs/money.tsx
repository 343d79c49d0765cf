const formatters = new Map<string, Formatter>();

/** An amount in the currency's smallest unit (cents; yen as they are) with its currency. `null`: a dash. */
export function Money({ minor, currency, short }: { minor: number | null; currency: string; short?: boolean }) {
	return <span className="numbers">{minor === null ? "–" : formatMoney(minor, currency, short)}</span>;
}

/**
 * "$1,250.00", "€99.00", "¥5,000": from the smallest unit, with as many digits as ISO 4217 gives the currency.
 * `short` turns to thousands and millions ("$1.3M").
 */
export function formatMoney(minor: number, currency: string, short = false): string {
	const { format, unit } = formatter(currency, short);
	return format(minor / unit);
}

type Formatter = { format(amount: number): string; unit: number };

function formatter(currency: string, short: boolean): Formatter {
	const key = short ? `${currency} short` : currency;
	const known = formatters.get(key);
	if (known) return known;
	const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
	const { format } = new Intl.NumberFormat("en", {
		style: "currency",
		currency,
		...(short && { notation: "compact", maximumFractionDigits: 1 }),
	});
	const made = { format, unit: 10 ** (digits ?? 2) };
	formatters.set(key, made);
	return made;
}
