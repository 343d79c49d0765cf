import type { ServerResponse } from "node:http";
import { openPublicLink } from "./public-link.ts";
import type { Visit } from "./request.ts";
import type { StreamHub } from "./stream.ts";

/** The event stream of one customer's chat: it tells of that conversation and of nothing else. */
export async function openChatStream(
	token: string,
	visit: Visit,
	response: ServerResponse,
	hub: StreamHub,
): Promise<void> {
	try {
		const link = await openPublicLink({ request: new Request("http://localhost/chat"), context: visit }, "chat", token);
		hub.open(link.orgId, response, [`conversation:${link.subjectId}`]);
	} catch {
		response.writeHead(404).end();
	}
}
