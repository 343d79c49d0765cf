import mammoth from "mammoth";
import type { Block } from "../rules/passages.ts";
import { htmlBlocks } from "./html.ts";
import { Unreadable } from "./unreadable.ts";
import { readZipDirectory } from "./zip-directory.ts";

/** What a document may unpack to, in bytes: a long book has 5 MB of text. Pictures are not unpacked. */
const XML_BYTES = 40 * 1024 * 1024;
const ALL_BYTES = 300 * 1024 * 1024;
const ENTRIES = 5_000;

/** The text of a Word document, by its headings. Looks at the archive's directory before anything is unpacked. */
export async function docxBlocks(bytes: Buffer): Promise<Block[]> {
	const entries = readZipDirectory(bytes) ?? [];
	const xml = entries.filter(({ name }) => /\.(xml|rels)$/i.test(name)).reduce((sum, { size }) => sum + size, 0);
	const all = entries.reduce((sum, { size }) => sum + size, 0);
	if (entries.length > ENTRIES || xml > XML_BYTES || all > ALL_BYTES) {
		throw new Unreadable(
			"The document unpacks to far more than its size. It was not read, as files made to do harm do this.",
		);
	}
	let html: string;
	try {
		const picture = mammoth.images.imgElement(async () => ({ src: "" }));
		html = (await mammoth.convertToHtml({ buffer: bytes }, { convertImage: picture })).value;
	} catch (cause) {
		throw new Unreadable("The Word document is damaged. Open it in Word, save it anew and upload it once more.", {
			cause,
		});
	}
	return htmlBlocks(html);
}
