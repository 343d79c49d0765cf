/** A line of a page, and its size in points. */
export type PdfLine = { text: string; size?: number };

const [WIDTH, HEIGHT, MARGIN, LEAD] = [612, 792, 72, 1.45];

/**
 * A PDF of lines of text in Helvetica, a page for each list, in the standard's plainest form (ISO 32000-1, 7.5): the same
 * lines are the same bytes. Letters of Latin-1 only.
 */
export function plainPdf(pages: readonly (readonly PdfLine[])[]): Buffer {
	const font = 3;
	const objects = [
		"<</Type/Catalog/Pages 2 0 R>>",
		`<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, at) => `${4 + at * 2} 0 R`).join(" ")}]>>`,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		...pages.flatMap((lines, at) => {
			const drawn = drawLines(lines);
			return [
				`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${WIDTH} ${HEIGHT}]/Resources<</Font<</F1 ${font} 0 R>>>>/Contents ${5 + at * 2} 0 R>>`,
				`<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`,
			];
		}),
	];
	let text = "%PDF-1.4\n";
	const places = objects.map((object, at) => {
		const place = text.length;
		text += `${at + 1} 0 obj\n${object}\nendobj\n`;
		return place;
	});
	const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
	const size = objects.length + 1;
	text += `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
	return Buffer.from(text, "latin1");
}

function drawLines(lines: readonly PdfLine[]): string {
	let top = HEIGHT - MARGIN;
	const drawn = lines.map(({ text, size = 10 }) => {
		top -= size * LEAD;
		return `BT /F1 ${size} Tf ${MARGIN} ${top.toFixed(1)} Td (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`;
	});
	return drawn.join("\n");
}
