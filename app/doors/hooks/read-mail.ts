import { existsSync } from "node:fs";
import { totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "#app/base/errors.ts";
import type { InboundMail } from "#app/domain/messaging/inbound/parse-mail.ts";

/** An honest mail of 30 MB takes a second or two to read, and ten where the machine is very busy. */
const LONGEST_MS = 25_000;

/**
 * What the threads may take of a machine with so many bytes: half of it together, or one hostile mail would end the
 * process that it must not harm. An honest mail of 30 MB is mostly attachments, which take 40 MB of a heap.
 */
export function boundsFor(machine: number): { heapMb: number; atOnce: number } {
	const heapMb = Math.min(512, Math.max(128, Math.floor(machine / 4 / 1_048_576)));
	return { heapMb, atOnce: Math.min(4, Math.max(1, Math.floor(machine / 2 / 1_048_576 / heapMb))) };
}

// A container's bound, where there is one; without one Node tells 0 or more than the machine has.
const bounds = boundsFor(Math.min(process.constrainedMemory() || totalmem(), totalmem()));

let running = 0;

/**
 * Reads a mail in a thread of its own, within bounds of time and memory: a mail of millions of parts or of hostile
 * encodings stops nobody else. Throws 400 for what cannot be read within them, 503 while too many are being read;
 * whoever posts mail tries again then, as they do when the thread itself does not work (500).
 */
export async function readMail(raw: Uint8Array, longestMs = LONGEST_MS): Promise<InboundMail> {
	if (running >= bounds.atOnce) {
		const details = { retryAfterSeconds: 5 };
		throw new AppError(503, "busy", "Several mails are being read at this moment. Send it again shortly.", details);
	}
	running += 1;
	try {
		return await inThread(raw, longestMs);
	} catch (cause) {
		if (!(cause instanceof Unreadable)) throw cause;
		throw new AppError(400, "not-a-mail", "This mail could not be read.", { cause });
	} finally {
		running -= 1;
	}
}

/** It lies in the mail: another try would end alike. */
class Unreadable extends Error {}

async function inThread(raw: Uint8Array, longestMs: number): Promise<InboundMail> {
	const resourceLimits = { maxOldGenerationSizeMb: bounds.heapMb, maxYoungGenerationSizeMb: 32 };
	const thread = new Worker(threadFile(), { workerData: raw, resourceLimits, execArgv: [], env: {} });
	let timer: NodeJS.Timeout | undefined;
	let hasBegun = false;
	const answer = new Promise<InboundMail>((resolve, reject) => {
		const fail = (cause: Error) => reject(hasBegun ? new Unreadable(cause.message, { cause }) : cause);
		timer = setTimeout(() => fail(new Error(`it took more than ${longestMs} ms`)), longestMs);
		thread.on("message", (told: "begun" | InboundMail) => {
			if (told === "begun") hasBegun = true;
			else resolve(told);
		});
		thread.on("error", fail);
		thread.once("exit", () => fail(new Error("the thread ended without an answer")));
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
