/** Signs of the private area that stand for page breaks while a document is converted; no document keeps its own. */
const RENDERED = "\uE010";
const EXPLICIT = "\uE011";
const SIGNS = /[\uE010\uE011]/g;

/**
 * Makes the page breaks of a Word document's body visible to a reader of its text. Word stores where a page began when
 * it last laid the document out (`w:lastRenderedPageBreak`, ECMA-376 Part 1, 17.3.3.13), and what its author broke
 * by hand (`w:br w:type="page"`, 17.3.3.1, and `w:pageBreakBefore`, 17.3.1.23).
 */
export function markPageBreaks(xml: string): string {
	return xml
		.replace(SIGNS, "")
		.replace(/&#(?:x0*e01[01]|0*5736[01]);/gi, "")
		.replace(/<w:lastRenderedPageBreak\s*\/>/g, `<w:t>${RENDERED}</w:t>`)
		.replace(/<w:br\s[^>]*w:type="page"[^>]*\/>/g, `<w:t>${EXPLICIT}</w:t>`)
		.replace(/<w:pPr>(?:(?!<\/w:pPr>)[\s\S])*<\/w:pPr>/g, (properties) =>
			/<w:pageBreakBefore(?:\s+w:val="(?:1|true|on)")?\s*\/>/.test(properties)
				? `${properties}<w:r><w:t>${EXPLICIT}</w:t></w:r>`
				: properties,
		);
}

/** The signs as tags of a page's text: a rule that says which kind of break it stands for. */
export function breaksAsRules(html: string): string {
	return html.replace(SIGNS, (sign) => `<hr data-break="${sign === RENDERED ? "rendered" : "explicit"}">`);
}

/**
 * Counts pages along a text. Word writes a break of the author's down twice, by hand and as laid out, so breaks of both
 * kinds with no text between them are one for each pair.
 */
export function pageCounter() {
	let page = 1;
	let rendered = 0;
	let explicit = 0;
	return {
		pass(kind: string): void {
			if (kind === "rendered") rendered++;
			else explicit++;
		},
		/** The page that text stands on which comes now. */
		here(): number {
			page += Math.max(rendered, explicit);
			rendered = 0;
			explicit = 0;
			return page;
		},
	};
}
