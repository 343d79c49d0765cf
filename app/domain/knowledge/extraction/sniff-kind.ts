import type { FileKind } from "../schema.ts";
import { decodeText } from "./plain.ts";
import { Unreadable } from "./unreadable.ts";
import { readZipDirectory } from "./zip-directory.ts";

/** The test sign that every scanner knows (EICAR); what bears it is treated as malware. */
const EICAR = Buffer.from("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!");

const FOREIGN: [number[], string][] = [
	[
		[0xd0, 0xcf, 0x11, 0xe0],
		"This is an old Office file (.doc, .xls) or one with a password. Save it as .docx without a password, or as PDF.",
	],
	[[0x4d, 0x5a], "This is a program, not a document. It was not read."],
	[[0x7f, 0x45, 0x4c, 0x46], "This is a program, not a document. It was not read."],
	[[0x7b, 0x5c, 0x72, 0x74, 0x66], "This is an RTF file. Save it as .docx or PDF."],
	[
		[0x89, 0x50, 0x4e, 0x47],
		"This is a picture. Pictures are not read; save it as PDF, which is, where the server has OCR (tesseract).",
	],
	[
		[0xff, 0xd8, 0xff],
		"This is a picture. Pictures are not read; save it as PDF, which is, where the server has OCR (tesseract).",
	],
	[[0x1f, 0x8b], "This is a packed archive. Unpack it and upload the documents in it."],
	[[0x52, 0x61, 0x72, 0x21], "This is a packed archive. Unpack it and upload the documents in it."],
	[[0x37, 0x7a, 0xbc, 0xaf], "This is a packed archive. Unpack it and upload the documents in it."],
];

/** What a file is by its content; its name decides only between kinds of text. Throws `Unreadable` with the reason. */
export function sniffKind(bytes: Buffer, name: string): FileKind {
	if (bytes.length === 0) throw new Unreadable("The file is empty.");
	if (bytes.includes(EICAR)) throw new Unreadable("This file bears the sign of malware (EICAR). It was not read.");
	if (bytes.subarray(0, 1024).includes("%PDF-")) return "pdf";
	if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return sniffZip(bytes);
	const foreign = FOREIGN.find(([sign]) => bytes.subarray(0, sign.length).equals(Buffer.from(sign)));
	if (foreign) throw new Unreadable(foreign[1]);
	const start = decodeText(bytes.subarray(0, 65_536 - (65_536 % 4)));
	const text = start ?? decodeText(bytes);
	if (text === undefined)
		throw new Unreadable("This is none of the kinds that are read: PDF, DOCX, HTML, Markdown, text and CSV.");
	return sniffText(text.slice(0, 20_000), name.toLowerCase());
}

function sniffZip(bytes: Buffer): FileKind {
	const entries = readZipDirectory(bytes);
	if (!entries) throw new Unreadable("The file is cut off or damaged: it has no directory. Upload it once more.");
	if (entries.some(({ name }) => name === "word/document.xml")) return "docx";
	const office = entries.some(({ name }) => name === "[Content_Types].xml");
	throw new Unreadable(
		office
			? "This is an Office file that is no Word document. Save it as PDF, or a table as CSV."
			: "This is a packed archive. Unpack it and upload the documents in it.",
	);
}

function sniffText(start: string, name: string): FileKind {
	if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(start))
		return "html";
	if (/\.(html?|xhtml)$/.test(name) && /<[a-z][^>]{0,500}>/i.test(start)) return "html";
	// In disguise: a script or a frame among text makes it a page, whatever its name says, and its tags are taken out.
	if (/<(?:script|iframe|object|embed|svg)\b/i.test(start) && !/\.(md|markdown|csv|tsv)$/.test(name)) return "html";
	if (/\.(md|markdown|mdx)$/.test(name)) return "markdown";
	if (/\.(csv|tsv)$/.test(name)) return "csv";
	return /^#{1,3} \S/m.test(start) && !/\.(txt|log)$/.test(name) ? "markdown" : "text";
}
