import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { changePassword } from "#app/domain/identity/account/change-password.ts";
import { hashPassword } from "#app/domain/identity/account/password.ts";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { announceSessions } from "#app/domain/identity/sessions/announce-sessions.ts";
import { endOtherSessions, endSession } from "#app/domain/identity/sessions/end-session.ts";
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

test("ID-1 signing out, and ending the other sessions, ends the streams of those sessions at once and no other", async () => {
	const [here, there, other] = [await listen("viewer"), await listen("viewer"), await listen("manager")];
	const { userId } = org.members.viewer;
	const began = performance.now();
	await endSession(userId, await sessionOf(there.token));
	await there.ended;
	house().live.publish({ org: org.id, topics: ["leads"] });
	await expect.poll(here.text).toContain('"leads"');
	await endOtherSessions(userId, newId());
	await here.ended;
	expect(performance.now() - began).toBeLessThan(5_000);
	house().live.publish({ org: org.id, topics: ["tasks"] });
	await expect.poll(other.text).toContain('"tasks"');
});

test("ID-1 a new password ends every stream of the person, also where another process changed it", async () => {
	const [tab, stays] = [await listen("viewer"), await listen("manager")];
	const { userId } = org.members.viewer;
	const session = await sessionOf(tab.token);
	// As another process does it: the row goes, and the channel brings the word.
	await asSystem((db) => db.deleteFrom("sessions").where("id", "=", session).execute());
	announceSessions(userId);
	await tab.ended;
	const again = await listen("viewer");
	await asSystem(async (db) => {
		const password_hash = await hashPassword("the-present-one");
		await db.updateTable("users").set({ password_hash }).where("id", "=", userId).execute();
	});
	const input = { password: "the-present-one", newPassword: "the-one-after-it" };
	await changePassword(userId, input, { ip: undefined, userAgent: undefined, requestId: "test" });
	await again.ended;
	house().live.publish({ org: org.id, topics: ["calls"] });
	await expect.poll(stays.text).toContain('"calls"');
});

test("LIVE-1 a member has twenty streams at most; one more is told to come later, and the others go on", async () => {
	const tabs = [];
	for (let tab = 0; tab < 20; tab++) tabs.push(await listen("admin"));
	const { cookie } = tabs[0]!;
	const { port } = server.address() as AddressInfo;
	const refused = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } });
	expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
	await listen("manager");
	await endSession(org.members.admin.userId, await sessionOf(tabs[3]!.token));
	await tabs[3]!.ended;
	house().live.publish({ org: org.id, topics: ["visits"] });
	for (const tab of [tabs[0]!, tabs[19]!]) await expect.poll(tab.text).toContain('"visits"');
	await listen("admin");
});

async function sessionOf(token: string): Promise<string> {
	const find = (db: Parameters<Parameters<typeof asSystem>[0]>[0]) =>
		db.selectFrom("sessions").select("id").where("token_hash", "=", hashToken(token)).executeTakeFirstOrThrow();
	return (await asSystem(find)).id;
}

/** An open stream of a member of a role, in a session of its own. */
async function listen(role: Role): Promise<{ text(): string; ended: Promise<void>; token: string; cookie: string }> {
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
	return { text: () => text, ended, token, cookie };
}
