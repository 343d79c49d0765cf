import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Extracted } from "./extract.ts";
import type { ExtractedPages } from "./extract-pages.ts";
import { ocrSettings } from "./has-ocr.ts";
import { Unreadable } from "./unreadable.ts";

/** What one file may take: a PDF of 500 pages takes about 3 s and 200 MB. */
const LIMITS = { longestMs: 180_000, heapMb: 512, growthBytes: 900 * 1024 * 1024 };

export type ThreadLimits = typeof LIMITS;

/**
 * Reads a file's text in a thread of its own, within bounds of time and memory; a file that breaks them ends the
 * thread and nothing else. Throws `Unreadable` with a reason for people. `bytes` is handed over and empty afterwards.
 */
export function readInThread(
	bytes: Buffer,
	name: string,
	signal?: AbortSignal,
	limits: ThreadLimits = LIMITS,
): Promise<Extracted> {
	return inThread<Extracted>({ bytes, name, wants: "passages" }, signal, limits);
}

/** As `readInThread`, for the whole text of a PDF or a Word document by page. */
export function readPagesInThread(
	bytes: Buffer,
	name: string,
	signal?: AbortSignal,
	limits: ThreadLimits = LIMITS,
): Promise<ExtractedPages> {
	return inThread<ExtractedPages>({ bytes, name, wants: "pages" }, signal, limits);
}

type Work = { bytes: Buffer; name: string; wants: "passages" | "pages" };

async function inThread<Read>(
	{ bytes, name, wants }: Work,
	signal: AbortSignal | undefined,
	limits: ThreadLimits,
): Promise<Read> {
	signal?.throwIfAborted();
	const own = new Uint8Array(bytes.byteLength);
	own.set(bytes);
	const thread = new Worker(threadFile(), {
		workerData: { bytes: own, name, wants },
		transferList: [own.buffer],
		resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 64 },
		execArgv: [],
		// Of the environment, with its keys and passwords, only where OCR is installed and what it reads.
		env: ocrSettings(),
	});
	const before = process.memoryUsage.rss();
	let watch: NodeJS.Timeout | undefined;
	const began = Date.now();
	const answer = new Promise<Read>((resolve, reject) => {
		const tooMuch = () =>
			reject(
				new Unreadable("Reading the file took more time or memory than one may take. Split it, or save it anew.", {
					mayPass: true,
				}),
			);
		// Buffers lie outside of the thread's heap, which is all that its own limits bound.
		watch = setInterval(() => {
			if (Date.now() - began > limits.longestMs || process.memoryUsage.rss() - before > limits.growthBytes) tooMuch();
		}, 100);
		signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
		thread.on("message", (told: { extracted?: Read; reason?: string }) => {
			if (told.extracted) resolve(told.extracted);
			else reject(new Unreadable(told.reason));
		});
		thread.on("error", (error: Error & { code?: string }) =>
			error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch() : reject(error),
		);
		thread.once("exit", () => reject(new Error("the thread ended without an answer")));
	});
	return answer.finally(() => {
		clearInterval(watch);
		return thread.terminate();
	});
}

/** The thread runs from source, also when this module was bundled: Node strips its types itself. */
function threadFile(): string {
	let folder = path.dirname(fileURLToPath(import.meta.url));
	while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
	return path.join(folder, "app", "domain", "knowledge", "extraction", "extract-thread.ts");
}
