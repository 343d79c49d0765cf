import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendJson } from "./model-server.ts";

export const EMBEDDING_KEY = "sk-proj-embeddings-stand-in";

/** What the next request gets instead of its vectors. `body` is sent as it is, with 200. */
export type EmbeddingReply =
	| { status: number; code?: string; headers?: Record<string, string> }
	| { body: string }
	| { fault: "hang" | "hang-half" | "drop" }
	/** Vectors of another size than was asked for. */
	| { size: number };

export type EmbeddingStandIn = {
	url: string;
	asked: { model: string; input: string[]; dimensions?: number }[];
	/** Taken one by one; without any left, texts get their vectors. */
	replies: EmbeddingReply[];
	stop(): Promise<void>;
};

/** Models it knows, with the size of their vectors. */
const MODELS: Record<string, number> = { "small-1": 24, "small-2": 24, large: 48 };

/**
 * Speaks OpenAI's embeddings (https://platform.openai.com/docs/api-reference/embeddings/create), as floats or base64.
 * A text's vector is made of its words, each model's in its own way: alike texts lie near, and only within a model.
 * Base: `${url}/v1`.
 */
export async function startEmbeddings(): Promise<EmbeddingStandIn> {
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}");
		if (isRefused(request, body, response)) return;
		standIn.asked.push(body);
		respond(standIn.replies.shift(), body, response);
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const standIn: EmbeddingStandIn = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked: [],
		replies: [],
		async stop() {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
	return standIn;
}

type Body = { model: string; input: string | string[]; dimensions?: number; encoding_format?: string };

/** Refuses what OpenAI refuses; true when it did. */
function isRefused(request: IncomingMessage, body: Body, response: ServerResponse): boolean {
	const inputs = [body.input ?? []].flat();
	if (request.headers.authorization !== `Bearer ${EMBEDDING_KEY}`) refuse(response, 401, "invalid_api_key");
	else if (request.method !== "POST" || request.url !== "/v1/embeddings") refuse(response, 404, "unknown_url");
	else if (!(body.model in MODELS)) refuse(response, 404, "model_not_found");
	else if (inputs.length === 0 || inputs.length > 2048 || inputs.some((one) => typeof one !== "string" || one === ""))
		refuse(response, 400, "invalid_input");
	else return false;
	return true;
}

function respond(reply: EmbeddingReply | undefined, body: Body, response: ServerResponse): void {
	if (!reply || "size" in reply) sendVectors(reply?.size ?? body.dimensions ?? MODELS[body.model]!, body, response);
	else if ("status" in reply) refuse(response, reply.status, reply.code ?? "refused", reply.headers);
	else if ("body" in reply) response.writeHead(200, { "content-type": "application/json" }).end(reply.body);
	else if (reply.fault === "drop") response.destroy();
	else if (reply.fault === "hang-half")
		response.writeHead(200, { "content-type": "application/json" }).write('{"object":');
}

function sendVectors(size: number, body: Body, response: ServerResponse): void {
	const data = [body.input].flat().map((text, index) => {
		const vector = vectorOf(body.model, text, size);
		const embedding =
			body.encoding_format === "base64" ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
		return { object: "embedding", index, embedding };
	});
	const usage = { prompt_tokens: 8 * data.length, total_tokens: 8 * data.length };
	// The order is by `index`, not by place: nothing promises that of every server.
	sendJson(response, 200, { object: "list", data: data.reverse(), model: body.model, usage });
}

function refuse(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
	const error = { message: `Refused, key ${EMBEDDING_KEY}`, type: "invalid_request_error", param: null, code };
	sendJson(response, status, { error }, headers);
}

function vectorOf(model: string, text: string, size: number): number[] {
	const vector = new Array<number>(size).fill(0);
	for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? ["nothing"]) {
		let hash = 7;
		for (const letter of `${model} ${word}`) hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) >>> 0;
		vector[hash % size]! += 1;
	}
	const norm = Math.hypot(...vector);
	return vector.map((value) => value / norm);
}
