import { beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { signInCookie } from "#app/doors/session.ts";
import { asSystem } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

describe("POST /api/chat/:leadId", () => {
	let org: TestOrg;
	let key: string;
	let lead: { id: string; conversationId: string };

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		const place = await makePlace(org.id);
		key = await makeKey(org);
		const body = { locationId: place.id, title: "Brakes", contact: { firstName: "Ann", email: "ann@c.test" } };
		lead = (await callApi(key, "/api/leads", { body })).body;
	});

	const ask = (message: unknown, headers: Record<string, string> = {}, by: string | undefined = key) =>
		callApi(by, `/api/chat/${lead.id}`, { body: { message }, headers });

	test("LEAD-6 answers a price by rules and says that it did", async () => {
		const { status, body } = await ask("How much are brake pads?");
		expect(status).toBe(200);
		expect(body).toMatchObject({ provider: "rules", model: null, source: "rules" });
		expect(body.response).toContain("$310");
		expect(Object.keys(body).sort()).toEqual(["model", "provider", "response", "source", "usage"]);
	});

	test("LEAD-6 the same Idempotency-Key is one line and one answer", async () => {
		const first = await ask("When are you open?", { "idempotency-key": "hours" });
		const second = await ask("When are you open?", { "idempotency-key": "hours" });
		expect(second.body).toEqual(first.body);
		expect(second.headers.get("idempotency-replayed")).toBe("true");
		const lines = await as(org, "owner", ({ db }) =>
			db
				.selectFrom("messages")
				.select("id")
				.where("conversation_id", "=", lead.conversationId)
				.where("body_text", "=", "When are you open?")
				.execute(),
		);
		expect(lines).toHaveLength(1);
	});

	test("LEAD-6 takes an API key only, of its own organisation, with the scope to chat", async () => {
		const origin = { ip: undefined, userAgent: undefined, requestId: "test" };
		const { token } = await asSystem((db) => openSession(db, org.members.owner.userId, origin));
		const session = { cookie: (await signInCookie(token)).split(";")[0]!, "sec-fetch-site": "same-origin" };
		const bySession = await callApi(undefined, `/api/chat/${lead.id}`, { body: { message: "Hi" }, headers: session });
		expect(bySession.status).toBe(401);
		expect((await ask("Hi", {}, await makeKey(await makeOrg("Others")))).status).toBe(404);
		expect((await ask("Hi", {}, await makeKey(org, "owner", ["leads:read"]))).status).toBe(403);
	});

	test("an empty or endless message is 422", async () => {
		for (const message of ["", "  ", 5, undefined, "x".repeat(5_000)]) expect((await ask(message)).status).toBe(422);
	});
});
