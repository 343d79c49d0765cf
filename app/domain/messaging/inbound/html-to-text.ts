const HIDDEN = new Set(["script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"]);
const BREAKS = new Set(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"]);
const ENTITIES: Readonly<Record<string, string>> = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: '"',
	apos: "'",
	nbsp: " ",
	ndash: "–",
	mdash: "—",
	hellip: "…",
	rsquo: "’",
	lsquo: "‘",
	ldquo: "“",
	rdquo: "”",
	euro: "€",
	copy: "©",
};

/**
 * The words of an HTML mail as plain text. Nothing of the markup survives: tags and comments are dropped, what scripts
 * and styles hold is dropped with them, entities are read once. One pass, so that a hostile mail costs no more than its
 * length.
 */
export function htmlToText(html: string): string {
	const pieces: string[] = [];
	let hidden: string | null = null;
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf("<", at);
		if (open < 0 || open > at) {
			const text = html.slice(at, open < 0 ? html.length : open);
			if (!hidden) pieces.push(text.replace(/\s+/g, " "));
			if (open < 0) break;
		}
		const [name, closes, end] = readTag(html, open);
		if (name === null) {
			if (!hidden) pieces.push("<");
		} else if (hidden) hidden = closes && name === hidden ? null : hidden;
		else if (!closes && HIDDEN.has(name)) hidden = name;
		else if (BREAKS.has(name)) pieces.push("\n");
		at = end;
	}
	return tidy(decode(pieces.join("")));
}

/** The tag at a `<`: its name in lower case (null when it is none), whether it closes, and where it ends. */
function readTag(html: string, open: number): [string | null, boolean, number] {
	if (html.startsWith("<!--", open)) {
		const end = html.indexOf("-->", open + 4);
		return ["", false, end < 0 ? html.length : end + 3];
	}
	const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*|[!?])/.exec(html.slice(open, open + 40));
	if (!match) return [null, false, open + 1];
	const end = html.indexOf(">", open);
	return [match[2]!.toLowerCase(), match[1] === "/", end < 0 ? html.length : end + 1];
}

function decode(text: string): string {
	return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
		if (name[0] !== "#") return ENTITIES[name.toLowerCase()] ?? whole;
		const code = name[1]?.toLowerCase() === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
		return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "";
	});
}

function tidy(text: string): string {
	return text
		.split("\n")
		.map((line) => line.replace(/[^\S\n]+/g, " ").trim())
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
}
