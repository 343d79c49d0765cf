import type { FileKind } from "../schema.ts";

const KINDS: Record<string, FileKind> = {
	...{ pdf: "pdf", docx: "docx", html: "html", htm: "html", xhtml: "html" },
	...{ md: "markdown", markdown: "markdown", mdx: "markdown", txt: "text", log: "text", csv: "csv", tsv: "csv" },
};

/** What a file says that it is by the end of its name: until it was read, and where it cannot be. */
export const kindByName = (name: string): FileKind =>
	KINDS[/\.([a-z0-9]{1,9})$/i.exec(name)?.[1]?.toLowerCase() ?? ""] ?? "unknown";

/** A file's name as a title: without its end and with spaces for underscores. */
export const nameWithoutEnd = (name: string) =>
	name
		.replace(/\.[a-z0-9]{1,9}$/i, "")
		.replace(/_+/g, " ")
		.trim() || name;
