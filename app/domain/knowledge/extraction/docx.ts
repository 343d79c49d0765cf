import mammoth from "mammoth";
import zipfile from "mammoth/lib/zipfile.js";
import type { Block } from "../rules/passages.ts";
import { breaksAsRules, markPageBreaks } from "./docx-pages.ts";
import { htmlBlocks } from "./html.ts";
import { Unreadable } from "./unreadable.ts";
import { readZipDirectory } from "./zip-directory.ts";

/** What a document may unpack to, in bytes: a long book has 5 MB of text. Pictures are not unpacked. */
const XML_BYTES = 40 * 1024 * 1024;
const ALL_BYTES = 300 * 1024 * 1024;
const ENTRIES = 5_000;

/**
 * The text of a Word document, by its headings, with its pages where Word or its author left breaks; without any no
 * page can be told (`pages` null). Looks at the archive's directory before anything is unpacked.
 */
export async function docxBlocks(bytes: Buffer): Promise<{ blocks: Block[]; pages: number | null }> {
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
		const file = await zipfile.openArrayBuffer(bytes);
		const read = file.read.bind(file);
		file.read = async (name, encoding) => {
			const content = await read(name, encoding);
			return typeof content === "string" && content.includes("<w:body") ? markPageBreaks(content) : content;
		};
		html = (await mammoth.convertToHtml({ file } as never, { convertImage: picture })).value;
	} catch (cause) {
		throw new Unreadable("The Word document is damaged. Open it in Word, save it anew and upload it once more.", {
			cause,
		});
	}
	const ruled = breaksAsRules(html);
	const hasBreaks = ruled !== html;
	const blocks = htmlBlocks(ruled, { hasPages: hasBreaks });
	return { blocks, pages: hasBreaks ? Math.max(1, ...blocks.map(({ page }) => page ?? 1)) : null };
}
