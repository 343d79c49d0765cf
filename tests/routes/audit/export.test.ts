import { beforeAll, expect, test } from "vitest";
import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashPassword } from "#app/domain/identity/account/password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { streamFile } from "#app/doors/export.ts";
import { signInCookie } from "#app/doors/session.ts";
import { loader } from "#app/routes/audit/export.ts";
import { asSystem } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const events = Array.from({ length: 1_203 }, (_, index) => ({
		name: "thing.done",
		subject: { type: "thing", id: newId() },
		data: { note: index === 0 ? '=1+1, "quoted"' : `line ${index}` },
	}));
	await as(org, "user", (ctx) => ctx.recordMany(events));
});

test("AUDIT-2 the whole log comes along in chunks, as valid JSON, each event once", async () => {
	const response = await ask("admin", "?format=json&name=thing.done");
	expect(response.headers.get("Cache-Control")).toBe("no-store");
	const events = (await response.json()) as { id: string }[];
	expect(new Set(events.map((event) => event.id)).size).toBe(1_203);
	expect(events).toHaveLength(1_203);
});

test("AUDIT-2 and as CSV, a line for each event; nothing found is a head alone, or an empty list", async () => {
	const lines = (await (await ask("admin", "?format=csv&name=thing.done")).text()).trimEnd().split("\r\n");
	expect(lines).toHaveLength(1_204);
	expect(await (await ask("admin", "?format=json&name=none.such")).json()).toEqual([]);
	expect((await (await ask("admin", "?name=none.such")).text()).trimEnd().split("\r\n")).toHaveLength(1);
});

test("AUDIT-2 filters that no event can have are none, and never break the file off", async () => {
	for (const search of [
		"?name=%00",
		"?actor=a%00b",
		"?subject=%00:%00",
		"?from=9999-12-31&to=0000-01-01",
		"?after=%00",
	]) {
		const events = (await (await ask("admin", `${search}&format=json`)).json()) as unknown[];
		expect(Array.isArray(events), search).toBe(true);
	}
});

test("AUDIT-2 what cannot be read is refused before the file begins", async () => {
	const member = { org: { id: org.id, memberId: org.members.admin.id, role: "admin" }, name: "A", userId: newId() };
	const file = { name: "x.csv", type: "text/csv", head: "", foot: "" };
	const broken = streamFile({ request: new Request("http://localhost:3000/") }, member as never, {
		...file,
		chunk: () => Promise.reject(invalid("Choose a day.")),
	});
	await expect(broken).rejects.toMatchObject({ status: 422 });
});

test("AUDIT-2 taking the log along is an event; who may not gets 403, which is written down too", async () => {
	await expect(ask("manager", "")).rejects.toMatchObject({ status: 403 });
	const names = await as(org, "admin", async (ctx) => {
		const exported = await ctx.db.selectFrom("events").select("name").where("name", "=", "audit.exported").execute();
		const refused = await ctx.db.selectFrom("security_events").select(["name", "data"]).execute();
		return { exported: exported.length, refused };
	});
	expect(names.exported).toBeGreaterThan(0);
	expect(names.refused).toContainEqual({
		name: "access.refused",
		data: { permission: "audit.export", method: "GET", path: "/audit/export" },
	});
});

async function ask(role: "admin" | "manager", search: string): Promise<Response> {
	const { userId } = org.members[role];
	const email = `${newId()}@firm.test`;
	const password_hash = await hashPassword("long enough");
	await asSystem((db) => db.updateTable("users").set({ email, password_hash }).where("id", "=", userId).execute());
	const origin = { ip: undefined, userAgent: undefined, requestId: newId() };
	const { token } = await signIn({ email, password: "long enough" }, origin);
	const headers = { cookie: await signInCookie(token) };
	const request = new Request(`http://localhost:3000/audit/export${search}`, { headers });
	return loader({ request, params: {}, context: { requestId: newId(), nonce: "", ip: undefined } });
}
