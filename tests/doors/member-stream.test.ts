import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { openMemberStream } from "#app/doors/member-stream.ts";
import { signInCookie } from "#app/doors/session.ts";
import { StreamHub } from "#app/doors/stream.ts";
import { asSystem, house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let hub: StreamHub;
let server: Server;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	hub = new StreamHub(house().live);
	server = createServer((message, response) => {
		const visit = { requestId: "test", nonce: "test", ip: "127.0.0.1" };
		void openMemberStream(new Headers({ cookie: message.headers.cookie ?? "" }), visit, response, hub);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
});
afterAll(() => {
	hub.close();
	server.close();
});

test("LIVE-1 a removed member's stream ends within a second, in every tab; the others go on", async () => {
	const [tab, other, stays] = [await listen("user"), await listen("user"), await listen("manager")];
	const began = performance.now();
	await as(org, "owner", (ctx) => removeMember(ctx, org.members.user.id));
	await Promise.all([tab.ended, other.ended]);
	expect(performance.now() - began).toBeLessThan(1_000);
	expect(hub.size).toBe(1);
	house().live.publish({ org: org.id, topics: ["leads"] });
	await expect.poll(stays.text).toContain('"leads"');
	expect(tab.text()).not.toContain('"leads"');
});

/** An open stream of a member of a role, in a session of its own. */
async function listen(role: Role): Promise<{ text(): string; ended: Promise<void> }> {
	const origin = { ip: undefined, userAgent: undefined, requestId: "test" };
	const { token } = await asSystem((db) => openSession(db, org.members[role].userId, origin));
	const cookie = (await signInCookie(token)).split(";")[0]!;
	const { port } = server.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } });
	expect(response.status).toBe(200);
	let text = "";
	const read = async () => {
		const chunks = response.body!.pipeThrough(new TextDecoderStream()).getReader();
		for (let part = await chunks.read(); !part.done; part = await chunks.read()) text += part.value;
	};
	const ended = read();
	await expect.poll(() => text).toContain("hello");
	return { text: () => text, ended };
}
