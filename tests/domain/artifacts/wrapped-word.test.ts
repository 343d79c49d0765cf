import { describe, expect, it } from "vitest";
import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import { extractPages } from "#app/domain/knowledge/extraction/extract-pages.ts";
import { docx } from "#tests/domain/knowledge/files.ts";

const CLAUSES = [
	"MASTER SERVICES AGREEMENT",
	"This Agreement is made on 10 December 2024 (the “Effective Date”) between Northlight Auto Styling LLC (“Provider”) and Juniper Home Health Inc. (“Customer”).",
	"1. Term. The initial term is twenty-four (24) months from the Effective Date and ends on 10 December 2026.",
	"2. Renewal. This Agreement renews automatically for successive periods of twelve (12) months unless either party gives written notice of non-renewal at least sixty (60) days before the end of the then current term.",
	"3. Fees. Customer shall pay an annual fee of USD 22,800.00, invoiced yearly in advance. Payment is due net 30 days from the date of the invoice.",
	"4. Price increase. Provider may increase the fees at each renewal by no more than five percent (5%) of the fees of the previous term.",
	"5. Termination. Either party may terminate this Agreement for material breach that is not cured within thirty (30) days after written notice. Customer may terminate for convenience on ninety (90) days written notice.",
	"6. Liability. The total liability of either party is limited to the fees paid in the twelve (12) months before the claim.",
	"7. Governing law. This Agreement is governed by the laws of the State of Oregon.",
];

/** As an old programme saves it: broken at so many letters, every line a paragraph. */
function wrapped(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

const termsOf = async (paragraphs: readonly string[]) => {
	const { pages } = await extractPages(docx(paragraphs), "contract.docx");
	return { pages, findings: analyseByRules(pages, "2026-11-26").findings };
};

describe("a Word contract whose every line is a paragraph", () => {
	it.each([60, 72, 88, 100])(
		"SUCCESS-7 says what the same contract of whole paragraphs says, broken at %i letters",
		async (width) => {
			const whole = await termsOf(CLAUSES);
			const broken = await termsOf(CLAUSES.flatMap((clause) => wrapped(clause, width)));
			const valuesOf = ({ findings }: typeof whole) => findings.map(({ term, value }) => ({ term, ...value }));
			expect(valuesOf(broken)).toEqual(valuesOf(whole));
			expect(valuesOf(broken)).toEqual(
				expect.arrayContaining([
					expect.objectContaining({ term: "notice", count: 60, unit: "days" }),
					expect.objectContaining({ term: "last-notice", date: "2026-10-11" }),
					expect.objectContaining({ term: "convenience", count: 90, unit: "days" }),
					expect.objectContaining({ term: "price-rise", cap: 5 }),
				]),
			);
			expect(broken.findings.filter(({ value }) => value.kind === "risk" && value.risk === "unbounded-rises")).toEqual(
				[],
			);
		},
	);

	it("SUCCESS-7 leaves titles, lists and clauses of other documents apart", async () => {
		const paragraphs = [
			"# Order form",
			"The services that are ordered with this form and nothing else",
			"Hosting of the shop and its pictures",
			"Support on working days",
			"(a) within four hours",
			"1. Fees are due on the first of a month.",
		];
		const { pages } = await termsOf(paragraphs);
		expect(pages[0]!.text.split("\n")).toEqual(paragraphs.map((text) => text.replace(/^# /, "")));
	});
});
