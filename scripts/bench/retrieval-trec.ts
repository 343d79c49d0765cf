/** The formats of the TREC collections: documents and topics in SGML, as NIST gives them out. */

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", hyph: "-" };

/** Elements that name or file a document and are no text of it. */
const FILED =
	/<(docno|docid|fileid|docoldno|docsrc|doctype|dochdr|parent|length|page|date1?|byline)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const TITLE = /<(title|headline|head|hl|ti|h3)\b[^>]*>([\s\S]*?)<\/\1\s*>/i;

/** `<DOC><DOCNO>…</DOCNO>…</DOC>`, one after the other. Throws for one without an end, a number or any text at all. */
export function trecDocs(text: string, name: string): { id: string; title: string; text: string }[] {
	const found: { id: string; title: string; text: string }[] = [];
	for (const piece of piecesOf(text, "doc", name)) {
		const id = plain(/<docno\b[^>]*>([\s\S]*?)<\/docno\s*>/i.exec(piece)?.[1] ?? "");
		if (id === "") throw new Error(`${name}: document ${found.length + 1} has no <DOCNO>.`);
		const title = plain(TITLE.exec(piece)?.[2] ?? "");
		const bodies = [...piece.matchAll(/<text\b[^>]*>([\s\S]*?)<\/text\s*>/gi)].map(([, body]) => body!);
		const body = bodies.length > 0 ? bodies.join("\n\n") : piece.replace(FILED, " ").replace(TITLE, " ");
		found.push({ id, title, text: paragraphs(body) });
	}
	return found;
}

/** `<top><num> Number: 301 <title> …</top>`: the title is what is asked, else the description. */
export function trecTopics(text: string, name: string): { id: string; text: string }[] {
	return piecesOf(text, "top", name).map((piece, index) => {
		const id = /<num>\s*(?:number:)?\s*([\w.-]+)/i.exec(piece)?.[1];
		if (!id) throw new Error(`${name}: topic ${index + 1} has no <num>.`);
		const part = (tag: string, label: RegExp) =>
			plain(
				new RegExp(`<${tag}>([\\s\\S]*?)(?=<(?:/${tag}|num|dom|title|desc|smry|narr|con|fac|def)\\b|$)`, "i").exec(
					piece,
				)?.[1] ?? "",
			)
				.replace(label, "")
				.trim();
		const asked = part("title", /^topic:/i) || part("desc", /^description:/i);
		if (asked === "") throw new Error(`${name}: topic ${id} has neither a <title> nor a <desc>.`);
		return { id, text: asked };
	});
}

/** What stands between each `<tag>` and its end. What stands outside of all is no document, and is said. */
function piecesOf(text: string, tag: string, name: string): string[] {
	const pieces: string[] = [];
	const open = new RegExp(`<${tag}\\b[^>]*>`, "gi");
	const close = new RegExp(`</${tag}\\s*>`, "gi");
	for (let found = open.exec(text); found; found = open.exec(text)) {
		close.lastIndex = open.lastIndex;
		const end = close.exec(text);
		const next = new RegExp(`<${tag}\\b[^>]*>`, "gi");
		next.lastIndex = open.lastIndex;
		const other = next.exec(text);
		if (!end || (other && other.index < end.index))
			throw new Error(`${name}: <${tag.toUpperCase()}> number ${pieces.length + 1} has no </${tag.toUpperCase()}>.`);
		pieces.push(text.slice(open.lastIndex, end.index));
		open.lastIndex = close.lastIndex;
	}
	return pieces;
}

const plain = (text: string) => paragraphs(text).replace(/\s+/g, " ").trim();

/** Tags away, paragraphs apart, entities as what they stand for. */
function paragraphs(text: string): string {
	return text
		.replace(/<!--[\s\S]*?-->/g, " ")
		.replace(/<\/?p\b[^>]*>/gi, "\n\n")
		.replace(/<[a-z/!][^>]*>/gi, " ")
		.replace(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity.toLowerCase()] ?? whole)
		.replace(/[^\S\n]+/g, " ")
		.trim();
}
