import type { ServerResponse } from "node:http";
import { type Dialect, type ModelStandIn, sendJson, startModelServer } from "./model-server.ts";

export const OPENAI_KEY = "sk-proj-stand-in-0123456789";

/** Speaks Chat Completions, streamed: https://platform.openai.com/docs/api-reference/chat-streaming. Base: `${url}/v1`. */
export function startOpenAi(): Promise<ModelStandIn> {
	return startModelServer(dialect);
}

const dialect: Dialect = {
	check(asked, response) {
		const { body } = asked;
		if (asked.headers.authorization !== `Bearer ${OPENAI_KEY}`) dialect.refuse(401, response);
		else if (asked.path.startsWith("/v1/models/"))
			sendJson(response, 200, { id: asked.path.slice(11), object: "model" });
		else if (asked.path !== "/v1/chat/completions") refuse(response, 404, "Unknown request URL");
		else if (!body?.model || !body.messages?.length) refuse(response, 400, "Missing required parameter: 'messages'.");
		else if (body.response_format?.type === "json_schema" && !body.response_format.json_schema?.name) {
			refuse(response, 400, "Missing required parameter: 'response_format.json_schema.name'.");
		} else return false;
		return true;
	},
	start(asked, response) {
		response.writeHead(200, { "content-type": "text/event-stream" });
		chunk(response, { model: asked.body.model, choices: [choice({ role: "assistant", content: "" }, null)] });
	},
	piece: (text, response) => chunk(response, { choices: [choice({ content: text }, null)] }),
	end(reply, asked, response) {
		const reason = reply.stop === "length" ? "length" : reply.stop === "refused" ? "content_filter" : "stop";
		chunk(response, { choices: [choice({}, reason)] });
		if (asked.body.stream_options?.include_usage) {
			chunk(response, { choices: [], usage: { prompt_tokens: 30, completion_tokens: 12, total_tokens: 42 } });
		}
		response.end("data: [DONE]\n\n");
	},
	streamError(response) {
		response.end(
			`data: ${JSON.stringify({ error: { message: "The server had an error", type: "server_error" } })}\n\n`,
		);
	},
	nonsense: (response) => void response.end("data: {oops\n\n"),
	wrongShape(response) {
		chunk(response, { hello: "world" });
		response.end("data: [DONE]\n\n");
	},
	refuse(status, response) {
		// OpenAI repeats a part of the key it was given.
		const words = status === 401 ? `Incorrect API key provided: sk-proj-***6789.` : `Refused ${OPENAI_KEY}`;
		refuse(response, status, words);
	},
};

function choice(delta: object, finish_reason: string | null) {
	return { index: 0, delta, logprobs: null, finish_reason };
}

function chunk(response: ServerResponse, more: object): void {
	const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, usage: null };
	response.write(`data: ${JSON.stringify({ ...base, ...more })}\n\n`);
}

function refuse(response: ServerResponse, status: number, message: string): void {
	sendJson(response, status, { error: { message, type: "invalid_request_error", param: null, code: null } });
}
