import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "#app/base/errors.ts";
import type { InboundMail } from "#app/domain/messaging/inbound/parse-mail.ts";

/** An honest mail of 30 MB takes a second to read. */
const LONGEST_MS = 10_000;
const MEMORY_MB = 512;
/** Threads at a time. Whoever posts mail tries again. */
const AT_ONCE = 4;

let running = 0;

/**
 * Reads a mail in a thread of its own, within bounds of time and memory: a mail of millions of parts or of hostile
 * encodings stops nobody else. Throws 400 for what cannot be read within them, 503 while too many are being read.
 */
export async function readMail(raw: Uint8Array, longestMs = LONGEST_MS): Promise<InboundMail> {
	if (running >= AT_ONCE) {
		const details = { retryAfterSeconds: 5 };
		throw new AppError(503, "busy", "Several mails are being read at this moment. Send it again shortly.", details);
	}
	running += 1;
	try {
		return await inThread(raw, longestMs);
	} catch (cause) {
		throw new AppError(400, "not-a-mail", "This mail could not be read.", { cause });
	} finally {
		running -= 1;
	}
}

function inThread(raw: Uint8Array, longestMs: number): Promise<InboundMail> {
	const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 };
	const thread = new Worker(threadFile(), { workerData: raw, resourceLimits, execArgv: [], env: {} });
	let timer: NodeJS.Timeout | undefined;
	const answer = new Promise<InboundMail>((resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`it took more than ${longestMs} ms`)), longestMs);
		thread.once("message", resolve);
		thread.once("error", reject);
		thread.once("exit", () => reject(new Error("the thread ended without an answer")));
	});
	return answer.finally(() => {
		clearTimeout(timer);
		return thread.terminate();
	});
}

/** The thread runs from source, also when this module was bundled: Node strips its types itself. */
function threadFile(): string {
	let folder = path.dirname(fileURLToPath(import.meta.url));
	while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
	return path.join(folder, "app", "doors", "hooks", "mail-thread.ts");
}
