import type { ServerResponse } from "node:http";
import { sessionsTopic } from "#app/domain/identity/sessions/announce-sessions.ts";
import { asAppError } from "./page.ts";
import { addressBucket } from "./rates/rate-limit.ts";
import type { Visit } from "./request.ts";
import { findPerson, type Person } from "./session.ts";
import type { StreamHub } from "./stream.ts";

/**
 * The event stream of a signed-in member: what changes in the organisation they work in. It ends when their session
 * does, at once when they are removed or sign out, change their password or end it from elsewhere, and when they switch
 * to another organisation; the browser then asks again and hears of that.
 */
export async function openMemberStream(
	headers: Headers,
	visit: Visit,
	response: ServerResponse,
	hub: StreamHub,
	age?: number,
): Promise<void> {
	// A request of its own each time, because what was found for one is kept with it.
	const find = () => findPerson({ request: new Request("http://localhost/events/stream", { headers }) });
	let person: Person | undefined;
	try {
		person = await find();
	} catch (error) {
		response.writeHead(asAppError(error, visit.requestId).status, { "Retry-After": "5" }).end();
		return;
	}
	const org = person?.org;
	if (!org) response.writeHead(401).end();
	else {
		const who = { self: `member:${org.memberId}`, person: sessionsTopic(person!.userId) };
		const address = visit.ip && addressBucket(visit.ip);
		hub.open(org.id, response, async () => (await find())?.org?.id === org.id, { ...who, address, age });
	}
}
