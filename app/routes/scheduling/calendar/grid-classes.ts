/**
 * A whole number as classes, one for each binary digit that is set: 5 is "at-1 at-4". The page's policy refuses style
 * attributes, also those that a server writes, so the stylesheet adds these up (app/ui/styles/areas/calendar-grid.css).
 */
export function numberClasses(name: "at" | "for" | "lane" | "of" | "hours", value: number): string {
	const bits: string[] = [];
	for (let bit = 1; bit <= value; bit *= 2) if (value & bit) bits.push(`${name}-${bit}`);
	return bits.join(" ");
}
