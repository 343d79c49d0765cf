import { crc32, deflateSync } from "node:zlib";

/** Capital letters of five by seven points, row by row. */
const LETTERS: Record<string, string> = {
	A: "01110 10001 10001 11111 10001 10001 10001",
	C: "01111 10000 10000 10000 10000 10000 01111",
	E: "11111 10000 10000 11110 10000 10000 11111",
	F: "11111 10000 10000 11110 10000 10000 10000",
	H: "10001 10001 10001 11111 10001 10001 10001",
	I: "11111 00100 00100 00100 00100 00100 11111",
	L: "10000 10000 10000 10000 10000 10000 11111",
	M: "10001 11011 10101 10101 10001 10001 10001",
	N: "10001 11001 10101 10101 10011 10001 10001",
	O: "01110 10001 10001 10001 10001 10001 01110",
	P: "11110 10001 10001 11110 10000 10000 10000",
	R: "11110 10001 10001 11110 10100 10010 10001",
	S: "01111 10000 10000 01110 00001 00001 11110",
	T: "11111 00100 00100 00100 00100 00100 00100",
	" ": "00000 00000 00000 00000 00000 00000 00000",
};
const DOT = 8;

/** A grey picture (PNG) of lines of capital letters, dark on light, as a scanner would give it. */
export function pictureOf(lines: readonly string[]): { png: Buffer; width: number; height: number } {
	const longest = Math.max(...lines.map((line) => line.length));
	const width = (longest * 6 + 10) * DOT;
	const height = (lines.length * 12 + 8) * DOT;
	const points = Buffer.alloc(width * height, 250);
	for (const [row, line] of lines.entries()) {
		for (const [column, letter] of [...line].entries()) {
			const rows = LETTERS[letter]!.split(" ");
			for (const [y, bits] of rows.entries()) {
				for (const [x, bit] of [...bits].entries()) {
					if (bit === "1") fill(points, width, (column * 6 + 5 + x) * DOT, (row * 12 + 5 + y) * DOT);
				}
			}
		}
	}
	return { png: png(points, width, height), width, height };
}

function fill(points: Buffer, width: number, left: number, top: number): void {
	for (let y = top; y < top + DOT; y++) points.fill(10, y * width + left, y * width + left + DOT);
}

/** PNG specification, 11.2: each row a filter byte and its points. */
function png(points: Buffer, width: number, height: number): Buffer {
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++) points.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 8;
	const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([sign, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([size, body, sum]);
}
