import { ICONS } from "#app/ui/signs/icon-names.ts";

type Part = [tag: string, attributes: Record<string, string>];

/** The product's icons as one SVG of symbols, each under its meaning, drawn by Lucide (24 units, in strokes). */
export async function drawIcons(): Promise<string> {
	const symbols = await Promise.all(
		Object.entries(ICONS).map(async ([name, lucide]) => symbol(name, await parts(lucide))),
	);
	return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

async function parts(lucide: string): Promise<Part[]> {
	const { __iconData: drawing } = await import(`lucide-react/icons/${lucide}`);
	if (!drawing?.node) throw new Error(`Lucide has no drawing ${lucide}`);
	return drawing.node;
}

function symbol(name: string, drawing: Part[]): string {
	const shapes = drawing.map(([tag, { key: _, ...attributes }]) => {
		const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${value}"`);
		return `<${tag}${written.join("")}/>`;
	});
	return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join("")}</symbol>`;
}
