import { writeFileSync } from "node:fs";
import { PDFDocument, StandardFonts } from "pdf-lib";

// `node scripts/run.mjs scripts/bench/pdf-file.ts PAGES FILE`: a PDF of so many pages of made-up prose. In a process of
// its own, so that the memory it takes is not counted to whoever reads the file.

const [pages, file] = [Number(process.argv[2]), process.argv[3]!];
const SYLLABLES =
	"ba be bi bo da de di do fa fe fi ga ge go ka ke ki la le li lo ma me mi na ne no pa pe ra re ri".split(" ");

/** The same numbers in every run (a linear congruential generator, Numerical Recipes' constants). */
let state = 7;
function draw(below: number): number {
	state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
	return Math.floor((state / 2 ** 32) * below);
}

// Common words are short and few, rare ones many, as in a text.
const word = () => {
	const rank = Math.floor(4_000 ** (draw(10_000) / 10_000));
	return `${SYLLABLES[rank % 32]}${SYLLABLES[(rank >> 5) % 32]}${rank > 1_024 ? SYLLABLES[(rank >> 10) % 32] : ""}`;
};

const pdf = await PDFDocument.create();
const font = await pdf.embedFont(StandardFonts.Helvetica);
for (let number = 1; number <= pages; number++) {
	const page = pdf.addPage([595, 842]);
	page.drawText(`Chapter ${number}`, { x: 60, y: 780, size: 16, font });
	// A word that stands on this page alone, to look for.
	const lines = Array.from({ length: 44 }, (_, at) =>
		at === 20 ? `The mark of this page is mark${number}x.` : `${Array.from({ length: 10 }, word).join(" ")}.`,
	);
	page.drawText(lines.join("\n"), { x: 60, y: 750, size: 10, lineHeight: 15, font });
}
writeFileSync(file, await pdf.save());
