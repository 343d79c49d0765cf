/** One file of a zip archive, as its directory tells it. Bytes. */
export type ZipEntry = { name: string; packed: number; size: number };

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/**
 * What a zip archive says it holds, read from the directory at its end without unpacking anything (APPNOTE 4.3.12,
 * 4.3.16). Undefined for bytes that are no whole archive; zip64 and encrypted ones are none that Word writes.
 */
export function readZipDirectory(bytes: Buffer): ZipEntry[] | undefined {
	const from = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
	if (from < 0 || from + 22 > bytes.length || bytes.readUInt32LE(from) !== END) return undefined;
	const count = bytes.readUInt16LE(from + 10);
	let at = bytes.readUInt32LE(from + 16);
	const entries: ZipEntry[] = [];
	for (let index = 0; index < count; index++) {
		if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return undefined;
		if (bytes.readUInt16LE(at + 8) & 1) return undefined;
		const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
			number,
			number,
			number,
		];
		const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
		entries.push({ name, packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24) });
		at += 46 + nameLength + extra + comment;
	}
	return entries;
}
