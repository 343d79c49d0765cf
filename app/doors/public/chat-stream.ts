import type { ServerResponse } from "node:http";
import { AppError } from "#app/base/errors.ts";
import { asAppError } from "#app/doors/page.ts";
import { addressBucket } from "#app/doors/rates/rate-limit.ts";
import type { Visit } from "#app/doors/request.ts";
import type { StreamHub } from "#app/doors/stream.ts";
import { openPublicLink, type PublicLink } from "./public-link.ts";

/** The event stream of one customer's chat: it tells of that conversation and the member's signs in it, and of nothing else. */
export async function openChatStream(
	token: string,
	visit: Visit,
	response: ServerResponse,
	hub: StreamHub,
	age?: number,
): Promise<void> {
	const openLink = () =>
		openPublicLink({ request: new Request("http://localhost/chat"), context: visit }, "chat", token);
	let link: PublicLink;
	try {
		link = await openLink();
	} catch (error) {
		const { status, retryAfterSeconds } = asAppError(error, visit.requestId);
		response.writeHead(status, retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {}).end();
		return;
	}
	const mayHear = () =>
		openLink().then(
			() => true,
			(error: unknown) => !(error instanceof AppError && [404, 410].includes(error.status)),
		);
	const topic = `conversation:${link.subjectId}`;
	hub.open(link.orgId, response, mayHear, {
		only: [topic, `${topic}:member`],
		address: visit.ip && addressBucket(visit.ip),
		age,
	});
}
