import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#app/base/errors.ts";
import { uploadLimit } from "#app/doors/files/upload.ts";
import type { Visit } from "#app/doors/request.ts";
import { answerRefusal } from "./entrance.ts";

/** What a request may take to arrive whole, but for a form of files. Milliseconds. */
const WHOLE_MS = 120_000;

/** A form of files goes on as long as it moves: this much in each such time, and no longer than half a day. */
const MOVES = { everyMs: 60_000, bytes: 64 * 1024, mostMs: 12 * 3_600_000 };

type BodyLimits = { wholeMs: number; everyMs: number; bytes: number; mostMs: number };

/**
 * Ends a request whose body does not come: any other than a form of files after two minutes, and that one when a minute
 * brings next to nothing, so that 250 MB over a slow line arrive and a socket held open for nothing does not stay. What
 * waits here to be read is not the sender's delay. Node's own limit knows no paths, so the server has none.
 */
export function limitBody(
	message: IncomingMessage,
	response: ServerResponse,
	pathname: string,
	visit: Visit,
	limits: BodyLimits = { wholeMs: WHOLE_MS, ...MOVES },
): void {
	const { headers } = message;
	if (message.complete || !(headers["content-length"] || headers["transfer-encoding"])) return;
	const isUpload = uploadLimit(pathname) !== undefined;
	const began = performance.now();
	let before = message.socket.bytesRead;
	const timer = setInterval(
		() => {
			if (message.complete || message.destroyed) return clearInterval(timer);
			const isFull = message.readableLength >= message.readableHighWaterMark;
			const moved = message.socket.bytesRead - before >= limits.bytes || isFull;
			before = message.socket.bytesRead;
			if (isUpload && moved && performance.now() - began < limits.mostMs) return;
			clearInterval(timer);
			cut(message, response, visit);
		},
		isUpload ? limits.everyMs : limits.wholeMs,
	);
	timer.unref();
	message.once("close", () => clearInterval(timer));
}

/** Answers 408 where nothing was answered yet; whoever reads the body hears that it broke off. */
function cut(message: IncomingMessage, response: ServerResponse, visit: Visit): void {
	if (!response.headersSent) answerRefusal(response, TOO_SLOW, visit);
	const { socket } = message;
	if (response.writableFinished) message.destroy();
	else response.once("finish", () => message.destroy());
	// Whoever does not send may not read either.
	setTimeout(() => socket.destroy(), 1_000).unref();
}

const TOO_SLOW = new AppError(408, "too-slow", "What you sent did not arrive in time and was not kept. Send it again.");
