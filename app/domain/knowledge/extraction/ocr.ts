import { spawn } from "node:child_process";
import { extractImages, type getDocumentProxy } from "unpdf";
import { hasOcr, ocrFolders, ocrLanguages } from "./has-ocr.ts";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Points of a picture that one run may read: a page at 600 dots an inch. */
const MOST_POINTS = 40_000_000;
const LONGEST_MS = 30_000;

/**
 * A page that has no text of its own: the text of its largest picture, read by `tesseract` where it is installed.
 * `isScan` is false for a page without a picture that could hold any: it is empty.
 */
export async function readScan(pdf: Pdf, page: number): Promise<{ isScan: boolean; text?: string | undefined }> {
	const images = await extractImages(pdf, page).catch(() => []);
	const [largest] = [...images].sort((a, b) => b.width * b.height - a.width * a.height);
	if (!largest || largest.width < 100) return { isScan: false };
	if (!hasOcr() || largest.width * largest.height > MOST_POINTS) return { isScan: true };
	return { isScan: true, text: await read(asPnm(largest)) };
}

type Picture = { data: Uint8ClampedArray; width: number; height: number; channels: number };

/** A portable grey map: what tesseract reads without a library in between. */
function asPnm({ data, width, height, channels }: Picture): Buffer {
	const head = Buffer.from(`P5\n${width} ${height}\n255\n`);
	const grey = Buffer.alloc(width * height);
	for (let point = 0; point < grey.length; point++) {
		const at = point * channels;
		grey[point] = channels < 3 ? data[at]! : (data[at]! * 299 + data[at + 1]! * 587 + data[at + 2]! * 114) / 1000;
	}
	return Buffer.concat([head, grey]);
}

function read(picture: Buffer): Promise<string | undefined> {
	return new Promise((resolve) => {
		const env: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: ocrFolders(), OMP_THREAD_LIMIT: "1" };
		const run = spawn("tesseract", ["stdin", "stdout", "-l", ocrLanguages()], {
			env,
			timeout: LONGEST_MS,
			stdio: ["pipe", "pipe", "ignore"],
		});
		const pieces: Buffer[] = [];
		run.on("error", () => resolve(undefined));
		run.stdin.on("error", () => undefined);
		run.stdout.on("data", (piece: Buffer) => pieces.push(piece));
		run.on("close", (code) =>
			resolve(code === 0 ? Buffer.concat(pieces).toString("utf8").trim() || undefined : undefined),
		);
		run.stdin.end(picture);
	});
}
