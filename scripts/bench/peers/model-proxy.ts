import { createServer } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

// The least that stands between a browser and a model: the question is passed on, and what comes back, as it comes.

createServer(async (request, response) => {
	if (request.url === "/ready") return response.end("ok");
	let text = "";
	for await (const piece of request) text += piece;
	const { message } = JSON.parse(text) as { message: string };
	const body = JSON.stringify({ model: "stand-in", stream: true, messages: [{ role: "user", content: message }] });
	const headers = { "Content-Type": "application/json" };
	const answer = await fetch(`${process.env.MODEL_URL}/v1/chat/completions`, { method: "POST", headers, body });
	response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
	for await (const piece of Readable.fromWeb(answer.body as ReadableStream)) response.write(piece);
	response.end();
}).listen(Number(process.env.PORT), "127.0.0.1");
