import { dayOfDate } from "#app/base/time.ts";
import type { ContractAnalysis } from "../content.ts";
import type { Finding } from "../terms.ts";

/** What of a contract can become the account's: days for its renewal, amounts for its yearly revenue, in `currency`. */
export type Choices = {
	renewals: { date: string; note: string }[];
	revenues: { cents: number; note: string }[];
	/** Amounts that cannot be taken over, and why. */
	left: string[];
};

/**
 * A contract's end dates and values as what an account has. A month's amount counts twelve times; one for the whole term is
 * divided by its years, where both its days are known. There are no exchange rates here: another currency is left out.
 */
export function choicesOf({ findings }: Pick<ContractAnalysis, "findings">, currency: string): Choices {
	const dates = (term: Finding["term"]) =>
		findings.flatMap((one) =>
			one.term === term && one.value.kind === "date" ? [{ ...one, date: one.value.date }] : [],
		);
	const ends = dates("end");
	const years = yearsOf(dates("start")[0]?.date, ends[0]?.date);
	const left: string[] = [];
	const revenues = findings.flatMap(({ value }) => {
		if (value.kind !== "money") return [];
		if (value.currency !== currency) {
			left.push(`An amount in ${value.currency}: the account is in ${currency}, and there are no exchange rates here.`);
			return [];
		}
		if (value.per === "year") return [{ cents: value.cents, note: "as the contract says a year" }];
		if (value.per === "month") return [{ cents: value.cents * 12, note: "twelve times what it says a month" }];
		if (years !== undefined && ends.length === 1)
			return [
				{
					cents: Math.round(value.cents / years),
					note: years === 1 ? "for its one year" : `its value over ${years} years`,
				},
			];
		left.push("An amount for the whole term, whose length in years is not plain. Write it as an amount a year first.");
		return [];
	});
	const renewals = ends.map(({ date, note }) => ({ date, note }));
	return {
		renewals: unique(renewals, ({ date }) => date),
		revenues: unique(revenues, ({ cents }) => String(cents)),
		left,
	};
}

/** The whole years between two days, the last one counted; undefined for anything else. */
function yearsOf(start: string | undefined, end: string | undefined): number | undefined {
	if (!start || !end || end <= start) return undefined;
	const years = (dayOfDate(end) + 1 - dayOfDate(start)) / 365.25;
	const whole = Math.round(years);
	return whole >= 1 && Math.abs(years - whole) < 0.01 ? whole : undefined;
}

function unique<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
	return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
