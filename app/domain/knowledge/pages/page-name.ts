const ENDS: Record<string, string> = {
	"text/html": "html",
	"application/xhtml+xml": "html",
	"text/plain": "txt",
	"text/markdown": "md",
	"application/pdf": "pdf",
};

/** A page's address as a file's name; its end is its type's, which decides how its text is read. */
export function pageFileName(url: string, mediaType: string): string {
	const { pathname } = new URL(url);
	const last = decodeURIComponentSafely(pathname.split("/").filter(Boolean).at(-1) ?? "index");
	const plain = last.replace(/\.[a-z0-9]{1,9}$/i, "").replace(/[^\p{L}\p{N} ._-]/gu, "_");
	return `${plain.slice(0, 100) || "index"}.${ENDS[mediaType] ?? "txt"}`;
}

/** What a page is called until its own title is known: "example.com/care". */
export function pageTitle(url: string): string {
	const { host, pathname } = new URL(url);
	return `${host}${pathname.replace(/\/$/, "")}`.slice(0, 200);
}

/** What a page calls itself, in one line; null where it does not. */
export function titleIn(html: string): string | null {
	const [, raw = ""] = /<title[^>]*>([^<]{1,2000})<\/title/i.exec(html.slice(0, 200_000)) ?? [];
	const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
	const text = raw
		.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => named[name]!)
		.replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_, code: string) => characterOf(code))
		.replace(/[\s\p{C}]+/gu, " ")
		.trim();
	return text === "" ? null : text.slice(0, 200);
}

function characterOf(code: string): string {
	const point = code[0]?.toLowerCase() === "x" ? Number.parseInt(code.slice(1), 16) : Number(code);
	return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : " ";
}

function decodeURIComponentSafely(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
