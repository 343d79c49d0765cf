import { crc32, deflateRawSync } from "node:zlib";
import { PDFDocument, StandardFonts } from "pdf-lib";

/** A zip archive of these files, written by hand: what tests put into it is what is in it. */
export function zip(files: Record<string, string | Buffer>): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, content] of Object.entries(files)) {
		const raw = Buffer.from(content);
		const packed = deflateRawSync(raw);
		const head = Buffer.alloc(30);
		head.writeUInt32LE(0x04034b50, 0);
		head.writeUInt16LE(20, 4);
		head.writeUInt16LE(8, 8);
		head.writeUInt32LE(crc32(raw), 14);
		head.writeUInt32LE(packed.length, 18);
		head.writeUInt32LE(raw.length, 22);
		head.writeUInt16LE(Buffer.byteLength(name), 26);
		parts.push(head, Buffer.from(name), packed);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(20, 6);
		entry.writeUInt16LE(8, 10);
		head.copy(entry, 16, 14, 28);
		entry.writeUInt32LE(offset, 42);
		directory.push(entry, Buffer.from(name));
		offset += head.length + Buffer.byteLength(name) + packed.length;
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(directory.length / 2, 8);
	end.writeUInt16LE(directory.length / 2, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, list, end]);
}

/** A Word document of these paragraphs; what begins with # is a heading. */
export function docx(paragraphs: readonly string[], more: Record<string, string | Buffer> = {}): Buffer {
	const body = paragraphs
		.map((text) => {
			const style = text.startsWith("# ") ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : "";
			return `<w:p>${style}<w:r><w:t>${text.replace(/^# /, "")}</w:t></w:r></w:p>`;
		})
		.join("");
	const names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
	return zip({
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<?xml version="1.0"?><w:document ${names}><w:body>${body}</w:body></w:document>`,
		"word/styles.xml": `<?xml version="1.0"?><w:styles ${names}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
		...more,
	});
}

/** The bytes of an object's keys, as they stand in a PDF that asks for a password. */
export function encryptedPdf(): Buffer {
	const objects = [
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
		`<</Filter/Standard/V 1/R 2/O<${"a1".repeat(32)}>/U<${"b2".repeat(32)}>/P -4>>`,
	];
	let text = "%PDF-1.4\n";
	const places = objects.map((object, index) => {
		const at = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return at;
	});
	const start = text.length;
	text += `xref\n0 5\n0000000000 65535 f \n${places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
	text += `trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(text, "latin1");
}

/** A PDF of these pages; larger letters are headings. */
export async function pdf(pages: readonly (readonly [size: number, text: string])[][]): Promise<Buffer> {
	const made = await PDFDocument.create();
	const font = await made.embedFont(StandardFonts.Helvetica);
	for (const lines of pages) {
		const page = made.addPage([400, 600]);
		let y = 560;
		for (const [size, text] of lines) {
			page.drawText(text, { x: 20, y, size, font });
			y -= size * 1.3;
		}
	}
	return Buffer.from(await made.save());
}
