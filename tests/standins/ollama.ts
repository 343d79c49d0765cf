import type { ServerResponse } from "node:http";
import { type Dialect, type ModelStandIn, sendJson, startModelServer } from "./model-server.ts";

/** Speaks Ollama's chat API, one JSON object a line: https://docs.ollama.com/api/chat. It knows `llama3.2` only. */
export function startOllama(): Promise<ModelStandIn> {
	return startModelServer(dialect);
}

const dialect: Dialect = {
	check(asked, response) {
		const known = asked.body?.model === "llama3.2";
		if (!known) sendJson(response, 404, { error: `model '${asked.body?.model}' not found` });
		else if (asked.path === "/api/show") sendJson(response, 200, { details: { family: "llama" } });
		else if (asked.path !== "/api/chat") sendJson(response, 404, { error: "404 page not found" });
		else return false;
		return true;
	},
	start: (_asked, response) => void response.writeHead(200, { "content-type": "application/x-ndjson" }),
	piece: (text, response) => line(response, { message: { role: "assistant", content: text }, done: false }),
	end(reply, _asked, response) {
		line(response, {
			message: { role: "assistant", content: "" },
			done: true,
			done_reason: reply.stop === "length" ? "length" : "stop",
			total_duration: 4_883_583_458,
			prompt_eval_count: 26,
			eval_count: 8,
		});
		response.end();
	},
	streamError(response) {
		line(response, { error: "an error was encountered while running the model" });
		response.end();
	},
	nonsense: (response) => void response.end("{oops\n"),
	wrongShape(response) {
		line(response, { message: "a string", done: "yes" });
		response.end();
	},
	refuse: (status, response) => sendJson(response, status, { error: "refused" }),
};

function line(response: ServerResponse, data: object): void {
	const base = { model: "llama3.2", created_at: "2026-11-21T05:00:00Z" };
	response.write(`${JSON.stringify({ ...base, ...data })}\n`);
}
