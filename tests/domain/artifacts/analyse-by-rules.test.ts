import { describe, expect, it } from "vitest";
import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import { findAmounts } from "#app/domain/artifacts/contract/finding/amounts.ts";
import { findDates } from "#app/domain/artifacts/contract/finding/dates.ts";
import { findPeriods, shiftDay } from "#app/domain/artifacts/contract/finding/periods.ts";
import { standsOn } from "#app/domain/artifacts/contract/finding/text.ts";
import { Finding, type TermValue, type TextPage } from "#app/domain/artifacts/contract/terms.ts";
import { SAMPLES } from "./contract-samples.ts";

const TODAY = "2026-11-26";
const of = (pages: readonly TextPage[], today = TODAY) => analyseByRules(pages, today);

/** Each term's values with their pages, as `term@page value`. */
function said(pages: readonly TextPage[]): string[] {
	return of(pages).findings.map(({ term, page, value }) => `${term}@${page} ${words(value)}`);
}

function words(value: TermValue): string {
	if (value.kind === "date") return value.date;
	if (value.kind === "money") return `${value.cents} ${value.currency}${value.per ? ` a ${value.per}` : ""}`;
	if (value.kind === "period") return `${value.count} ${value.unit}`;
	if (value.kind === "renewal") return value.isAutomatic ? `by itself, ${value.count} ${value.unit}` : "not by itself";
	if (value.kind === "rise") return `${value.percent} %, index ${value.followsIndex}, cap ${value.cap}`;
	if (value.kind === "risk") return value.risk;
	return value.role ? `${value.name}, ${value.role}` : value.name;
}

describe("SUCCESS-7 a contract's terms by rules", () => {
	it("SUCCESS-7 finds the terms of a long agreement with its definitions, each on its page", () => {
		expect(said(SAMPLES.definitions)).toEqual([
			"party@1 Northwind Analytics, Inc., Provider",
			"party@1 Smith and Sons Logistics LLC, Customer",
			"start@1 2027-01-15",
			"end@2 2029-01-14",
			"value@2 24000000 USD",
			"renewal@2 by itself, 12 months",
			"notice@2 90 days",
			"last-notice@2 2028-10-16",
			"price-rise@2 null %, index true, cap 5",
			"payment@2 45 days",
			"law@3 State of Delaware",
			"risk@3 unlimited-liability",
			"risk@3 customer-convenience",
			"risk@3 most-favoured",
			"risk@3 unsigned",
			"risk@2 long-notice",
		]);
	});

	it("SUCCESS-7 finds them in one paragraph, and says what is not there", () => {
		expect(said(SAMPLES.short)).toEqual([
			"party@1 Harbour Bakery Ltd",
			"party@1 Oak Street Cleaning",
			"start@1 2027-03-01",
			"value@1 45000 GBP a month",
			"notice@1 30 days",
			"law@1 England and Wales",
		]);
		expect(of(SAMPLES.short).notes[0]).toBe("Not found in the text: an end date, whether it renews.");
	});

	it("SUCCESS-7 finds them in the rows of an order form, and in a table's columns", () => {
		expect(said(SAMPLES.orderForm)).toEqual([
			"party@1 Bluebird Clinics Inc., Customer",
			"party@1 Perennial Software Ltd, Supplier",
			// Its other date can only be read month first, so this one is no riddle.
			"start@1 2027-02-01",
			"end@1 2028-01-31",
			"value@1 3650000 USD a year",
			"renewal@1 not by itself",
			"notice@1 60 days",
			"last-notice@1 2027-12-02",
			"price-rise@1 3.5 %, index false, cap null",
			"payment@1 30 days",
			"law@1 California",
			"risk@1 unsigned",
		]);
		expect(said(SAMPLES.columns)).toEqual([
			"party@1 Vale Gardens Ltd",
			"party@1 Copper Lane Media Ltd",
			"start@1 2027-04-01",
			"end@1 2028-03-31",
			"value@1 1800000 GBP",
			"renewal@1 not by itself",
			"risk@1 exclusivity",
		]);
	});

	it("SUCCESS-7 reads dates and amounts of the German custom", () => {
		expect(said(SAMPLES.german)).toEqual([
			"party@1 Alpental Optik GmbH, Client",
			"party@1 Fjord Systems AS, Supplier",
			"start@1 2027-04-01",
			"end@1 2029-03-31",
			"value@1 1234560 EUR",
			"renewal@1 by itself, 12 months",
			"notice@1 3 months",
			"last-notice@1 2028-12-31",
			"price-rise@1 null %, index false, cap null",
			"law@1 German",
			"risk@1 unbounded-rises",
			"risk@1 long-notice",
		]);
	});

	it("SUCCESS-7 says that dates contradict each other, that one is ambiguous, and that the end has passed", () => {
		const { findings } = of(SAMPLES.contradictory, "2026-11-26");
		const start = findings.find(({ term }) => term === "start");
		expect(start).toMatchObject({ value: { date: "2025-04-03" }, sureness: "unsure" });
		expect(start!.note).toContain("Tue 4 Mar 2025");
		const ends = findings.filter(({ term }) => term === "end");
		expect(ends.map(({ sureness, page }) => [sureness, page])).toEqual([
			["unsure", 2],
			["unsure", 3],
		]);
		expect(ends[0]!.note).toContain("2025-12-31 on page 2, 2026-06-30 on page 3");
		const risks = (today: string) =>
			of(SAMPLES.contradictory, today).findings.flatMap(({ value }) => (value.kind === "risk" ? value.risk : []));
		expect(risks("2026-11-26")).toEqual(["unsigned", "ended", "contradictory-dates"]);
		expect(risks("2026-06-30")).toEqual(["unsigned", "contradictory-dates"]);
	});

	it("SUCCESS-7 invents nothing for an invoice, a poem or an empty page", () => {
		expect(of(SAMPLES.invoice)).toMatchObject({
			isContract: false,
			findings: [],
			why: expect.stringContaining("invoice"),
		});
		expect(of(SAMPLES.poem)).toMatchObject({
			isContract: false,
			findings: [],
			why: expect.stringContaining("does not read like a contract"),
		});
		expect(of([{ page: 1, text: "" }])).toMatchObject({ isContract: false, findings: [] });
	});

	it("SUCCESS-7 quotes words that stand on the page they are said to stand on, of every finding", () => {
		for (const pages of Object.values(SAMPLES) as TextPage[][]) {
			for (const finding of of(pages).findings) {
				expect(Finding.safeParse(finding).error).toBeUndefined();
				expect([finding.quote, standsOn(pages[finding.page - 1], finding.quote)]).toEqual([finding.quote, true]);
			}
		}
	});

	it("SUCCESS-7 stays quick and within bounds for text that nobody wrote", () => {
		const nonsense = "agreement between terminate notice renew ".repeat(20_000);
		const { findings } = of([{ page: 1, text: nonsense }]);
		expect(findings.every(({ quote }) => quote.length <= 500)).toBe(true);
	});
});

describe("SUCCESS-7 dates, amounts and lengths of time in a text", () => {
	const days = (text: string, first: "day" | "month" = "day") =>
		findDates(text, { first, isKnown: false }).map(({ date, other }) => (other ? `${date} or ${other}` : date));

	it("SUCCESS-7 reads dates as people write them, and none that does not exist", () => {
		expect(days("1 January 2027, 1st of Feb 2027, the 2nd day of March, 2027; 3-Apr-2027")).toEqual([
			"2027-01-01",
			"2027-02-01",
			"2027-03-02",
			"2027-04-03",
		]);
		expect(days("January 1, 2027 and Sept. 30th 2027 and 2027-12-31 and 1. März 2027")).toEqual([
			"2027-01-01",
			"2027-09-30",
			"2027-12-31",
			"2027-03-01",
		]);
		expect(days("03/04/2027")).toEqual(["2027-04-03 or 2027-03-04"]);
		expect(days("03/04/2027", "month")).toEqual(["2027-03-04 or 2027-04-03"]);
		expect(days("13/04/27, 04.05.2027, 30 February 2027, section 1.2.10, 31/31/2027")).toEqual([
			"2027-04-13",
			"2027-05-04",
		]);
	});

	it("SUCCESS-7 reads amounts of either custom of separators", () => {
		const read = (text: string) => findAmounts(text).map(({ cents, currency }) => [cents, currency]);
		expect(read("$1,234.50 and €1.234,50 and 1.234.567 EUR and £12k and USD 2.5 million")).toEqual([
			[123_450, "USD"],
			[123_450, "EUR"],
			[123_456_700, "EUR"],
			[1_200_000, "GBP"],
			[250_000_000, "USD"],
		]);
		expect(read("1.200 € and 950 dollars and 12'000.00 and CHF 12'000 and 3,5 pounds")).toEqual([
			[120_000, "EUR"],
			[95_000, "USD"],
			[1_200_000, "CHF"],
			[350, "GBP"],
		]);
	});

	it("SUCCESS-7 reads lengths of time, and counts months to a month's last day", () => {
		const read = (text: string) => findPeriods(text).map(({ count, unit }) => `${count} ${unit}`);
		expect(read("thirty (30) days, ninety days, a 12-month term, two quarters and one year")).toEqual([
			"30 days",
			"90 days",
			"12 months",
			"6 months",
			"1 years",
		]);
		expect(shiftDay("2027-05-31", { count: 3, unit: "months" }, -1)).toBe("2027-02-28");
		expect(shiftDay("2028-02-29", { count: 1, unit: "years" }, 1)).toBe("2029-02-28");
	});
});
