import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitBody } from "#app/doors/entrance/slow-bodies.ts";

// A form of files may take as long as it moves; anything else has its time.

const LIMITS = { wholeMs: 400, everyMs: 200, bytes: 10, mostMs: 60_000 };
let server: Server;

beforeAll(async () => {
	server = createServer(async (message, response) => {
		limitBody(message, response, message.url!, { requestId: "r", nonce: "n", ip: undefined } as never, LIMITS);
		let size = 0;
		try {
			for await (const piece of message) size += (piece as Buffer).length;
		} catch {
			return;
		}
		if (!response.headersSent) response.end(`got ${size}`);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

/** Posts `pieces` of 20 bytes, `everyMs` apart, of a body of `length`; resolves with all that is answered. */
async function post(path: string, { pieces, everyMs, length }: { pieces: number; everyMs: number; length: number }) {
	const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
	let answer = "";
	socket.on("data", (bytes) => {
		answer += bytes;
	});
	socket.on("error", () => undefined);
	// What is sent after the answer may be met by a reset, which is no fault of the answer.
	const closed = new Promise((resolve) => socket.once("close", resolve));
	socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`);
	for (let at = 0; at < pieces && answer === "" && !socket.closed; at++) {
		await sleep(everyMs);
		socket.write("x".repeat(20));
	}
	await closed;
	return answer;
}

test("CRM-3 an upload that is slow but moves arrives, however long it takes", async () => {
	const answer = await post("/imports/new", { pieces: 20, everyMs: 50, length: 400 });
	expect(answer).toContain("200 OK");
	expect(answer).toContain("got 400");
});

test("CRM-3 an upload that stands still is cut with 408", async () => {
	const answer = await post("/imports/new", { pieces: 2, everyMs: 10, length: 400 });
	expect(answer).toContain("408");
	expect(answer).toContain("too-slow");
});

test("OPS-5 any other request has its time, also when it moves", async () => {
	expect(await post("/sign-in", { pieces: 20, everyMs: 50, length: 400 })).toContain("408");
	expect(await post("/sign-in", { pieces: 2, everyMs: 10, length: 40 })).toContain("got 40");
});
