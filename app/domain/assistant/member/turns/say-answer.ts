import type { Gathered } from "./run-tools.ts";

const NOT_KNOWN =
	"I found nothing about that in the records or the knowledge. Ask in other words, or look for it with the search. “Help” tells what I can do.";

/** What was gathered as one text, and the sources that its marks name. */
export function sayGathered({ parts, proposals }: Gathered): string {
	const told = parts.filter((part) => part.trim() !== "");
	if (told.length === 0 && proposals.length === 0) return NOT_KNOWN;
	return told.join("\n\n");
}
