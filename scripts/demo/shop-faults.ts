import type { ServerResponse } from "node:http";
import { type ApiAnswer, failure } from "./shop-standin-api.ts";

/** The ways in which the stand-in can fail, each as a real server does. */

export type ShopFault = "hang" | "500" | "429" | "403" | "nonsense" | "not-json" | "redirect" | "huge" | "cut-off";

/** Answers a request with a failure; "hang" never answers. */
export function fail(response: ServerResponse, fault: ShopFault): void {
	const limits = { "retry-after": "7", "x-ratelimit-limit-minute": "300", "x-ratelimit-remaining-minute": "0" };
	switch (fault) {
		case "hang":
			break;
		case "500":
			send(response, failure(500, "INTL-500", "Internal error"));
			break;
		case "403":
			send(response, failure(403, "PERM-403", "Permission denied"));
			break;
		case "429":
			send(response, failure(429, "RATE-429", "Too many requests"), limits);
			break;
		case "nonsense":
			send(response, { status: 200, body: { success: true, data: [{ id: 7 }, "?"], meta: {} } });
			break;
		case "redirect":
			send(response, { status: 307, body: {} }, { location: "http://127.0.0.1:9/v3/order" });
			break;
		case "huge":
			send(response, { status: 200, body: { success: true, data: ["x".repeat(20_000_000)] } });
			break;
		case "not-json":
			response.writeHead(200, { "content-type": "text/html" }).end("<h1>Back soon</h1>");
			break;
		case "cut-off":
			response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
			response.write('{"success":true,');
			setTimeout(() => response.destroy(), 20);
	}
}

/** Sends JSON. */
export function send(response: ServerResponse, answer: ApiAnswer, headers: Record<string, string> = {}): void {
	response.writeHead(answer.status, { "content-type": "application/json", ...headers });
	response.end(JSON.stringify(answer.body));
}
