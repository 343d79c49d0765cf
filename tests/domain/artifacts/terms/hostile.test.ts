import { describe, expect, test } from "vitest";
import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import { OF_SOFTWARE } from "./of-software.ts";

/** As long as what is read of a contract at most (`read-contract.ts`). */
const LONG = 600_000;

// A reading that looks through the whole page again for each of ten thousand places takes minutes, in which its process
// does nothing else: a table took 14 s, and rises 19 s.
describe("SUCCESS-7 contracts made to be slow", () => {
	const real = OF_SOFTWARE[0]!.pages.map(({ text }) => text).join("\n");
	test.each([
		["one sentence without an end", "the Customer shall "],
		["capitals", "Alpha Beta Gamma "],
		["brackets", '("'],
		["dates", "until 1 March 2027 "],
		["a table", "Start date | End date | Fee\n1 March 2026 | 1 March 2027 | EUR 5\n"],
		["sums", "1.234.567,89 EUR "],
		["rises", "Supplier may increase the price by 5 % "],
		["fees", "fee 5 EUR "],
	])("SUCCESS-7 a contract that goes on with %s is read in seconds", { timeout: 8_000 }, (_name, words) => {
		const text = `${real}\n${words.repeat(LONG / words.length)}`.slice(0, LONG);
		const { isContract, findings } = analyseByRules([{ page: 1, text }], "2026-11-26");
		expect(isContract).toBe(true);
		expect(findings.length).toBeGreaterThan(5);
	});
});
