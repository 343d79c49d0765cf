import type { ServerResponse } from "node:http";
import { type Asked, type Dialect, type ModelStandIn, sendJson, startModelServer } from "./model-server.ts";

export const ANTHROPIC_KEY = "sk-ant-stand-in-0123456789";

/** Speaks the Messages API, streamed: https://platform.claude.com/docs/en/build-with-claude/streaming */
export function startAnthropic(): Promise<ModelStandIn> {
	return startModelServer(dialect);
}

const dialect: Dialect = {
	check(asked, response) {
		const problem = problemOf(asked);
		if (!isOurs(asked)) refuse(response, 401, "authentication_error", "invalid x-api-key");
		else if (asked.path.startsWith("/v1/models/")) {
			sendJson(response, 200, { type: "model", id: asked.path.slice(11), display_name: "x", created_at: "2026-01-01" });
		} else if (asked.path !== "/v1/messages") refuse(response, 404, "not_found_error", "Not found");
		else if (problem) refuse(response, 400, "invalid_request_error", problem);
		else return false;
		return true;
	},
	start(asked, response) {
		response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
		const message = {
			id: "msg_1",
			type: "message",
			role: "assistant",
			content: [],
			model: asked.body.model,
			stop_reason: null,
			stop_sequence: null,
			usage: { input_tokens: 25, output_tokens: 1 },
		};
		event(response, "message_start", { message });
		event(response, "content_block_start", { index: 0, content_block: { type: "text", text: "" } });
		event(response, "ping", {});
	},
	piece: (text, response) => event(response, "content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
	end(reply, _asked, response) {
		const stop_reason = reply.stop === "length" ? "max_tokens" : reply.stop === "refused" ? "refusal" : "end_turn";
		event(response, "content_block_stop", { index: 0 });
		event(response, "message_delta", { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 15 } });
		event(response, "message_stop", {});
		response.end();
	},
	streamError(response) {
		event(response, "error", { error: { type: "overloaded_error", message: "Overloaded" } });
		response.end();
	},
	nonsense: (response) => void response.end("event: content_block_delta\ndata: {oops\n\n"),
	wrongShape(response) {
		event(response, "message_delta", { what: "else" });
		event(response, "message_stop", {});
		response.end();
	},
	refuse(status, response) {
		const types: Record<number, string> = { 429: "rate_limit_error", 401: "authentication_error", 500: "api_error" };
		refuse(response, status, types[status] ?? "invalid_request_error", `Refused, key ${ANTHROPIC_KEY}`);
	},
};

/** The key comes as a bearer token, or as x-api-key: https://platform.claude.com/docs/en/manage-claude/authentication */
function isOurs({ headers }: Asked): boolean {
	return headers.authorization === `Bearer ${ANTHROPIC_KEY}` || headers["x-api-key"] === ANTHROPIC_KEY;
}

/** What the API checks before it generates, as far as our requests can get it wrong. */
function problemOf({ body, headers }: Asked): string | null {
	if (!headers["anthropic-version"]) return "anthropic-version: header is required";
	if (!Number.isInteger(body?.max_tokens) || body.max_tokens < 1) return "max_tokens: Field required";
	if (!body.model || !Array.isArray(body.messages) || body.messages.length === 0) return "messages: Field required";
	if (body.messages[0].role !== "user") return "messages: first message must use the user role";
	if (body.messages.at(-1).role !== "user") return "This model does not support assistant message prefill.";
	if (body.messages.some((one: { role: string }) => one.role === "system")) return "messages: Unexpected role system";
	if (body.messages.some((one: { content: string }) => !one.content)) return "messages: text content must be non-empty";
	const schema = body.output_config?.format?.schema;
	if (schema && schema.type === "object" && schema.additionalProperties !== false) {
		return "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false";
	}
	return null;
}

function event(response: ServerResponse, type: string, data: object): void {
	response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
	sendJson(response, status, { type: "error", error: { type, message } }, { "retry-after": "1" });
}
