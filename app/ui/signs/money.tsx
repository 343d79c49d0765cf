const formatters = new Map<string, Intl.NumberFormat>();

/** An amount in the currency's smallest unit (cents; yen as they are) with its currency. `null`: a dash. */
export function Money({ minor, currency, short }: { minor: number | null; currency: string; short?: boolean }) {
	return <span className="numbers">{minor === null ? "–" : formatMoney(minor, currency, short)}</span>;
}

/**
 * "$1,250.00", "€99.00", "¥5,000": from the smallest unit, with as many digits as ISO 4217 gives the currency.
 * `short` turns to thousands and millions ("$1.3M").
 */
export function formatMoney(minor: number, currency: string, short = false): string {
	const digits = formatter(currency, false).resolvedOptions().maximumFractionDigits ?? 2;
	const amount = minor / 10 ** digits;
	return formatter(currency, short).format(amount);
}

function formatter(currency: string, short: boolean): Intl.NumberFormat {
	const key = `${currency} ${short}`;
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.NumberFormat("en", {
		style: "currency",
		currency,
		...(short && { notation: "compact", maximumFractionDigits: 1 }),
	});
	formatters.set(key, made);
	return made;
}
