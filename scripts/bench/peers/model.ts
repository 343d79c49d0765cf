import { createServer } from "node:http";

// A model that answers at once, in the form of Chat Completions, streamed. Asked for JSON, it calls no tool.

createServer(async (request, response) => {
	if (request.url === "/ready") return response.end("ok");
	let text = "";
	for await (const piece of request) text += piece;
	const { response_format: format } = JSON.parse(text) as { response_format?: unknown };
	const words = format ? ['{"calls":[]}'] : ["You ", "have ", "no ", "open ", "tasks."];
	response.writeHead(200, { "Content-Type": "text/event-stream" });
	const choice = (delta: object, finish_reason: string | null) =>
		`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "stand-in", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
	for (const content of words) response.write(choice({ role: "assistant", content }, null));
	response.end(`${choice({}, "stop")}data: [DONE]\n\n`);
}).listen(Number(process.env.PORT), "127.0.0.1");
