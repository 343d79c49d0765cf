import { beforeAll, expect, test } from "vitest";
import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashPassword } from "#app/domain/identity/account/password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { streamFile } from "#app/doors/files/export.ts";
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

test("AUDIT-2 every line carries its sentence beside the machine names", async () => {
	const at = new Date("2026-11-21T15:00:00Z");
	await as(
		org,
		"user",
		(ctx) => ctx.record({ name: "task.created", subject: { type: "task", id: newId() }, data: { title: "Call Ann" } }),
		at,
	);
	const [event] = (await (await ask("admin", "?format=json&name=task.created")).json()) as Record<string, unknown>[];
	expect(event).toMatchObject({ name: "task.created", sentence: "The user raised the task Call Ann." });
	const [head, line] = (await (await ask("admin", "?format=csv&name=task.created")).text()).split("\r\n");
	expect(head).toMatch(/^at,name,.*,sentence$/);
	expect(line).toMatch(/task\.created,.*,The user raised the task Call Ann\.$/);
});

test("AUDIT-1 taking the log along is written to the security log, not to itself; who may not gets 403, written down too", async () => {
	await ask("admin", "?name=task.created&format=json");
	await expect(ask("manager", "")).rejects.toMatchObject({ status: 403 });
	const written = await as(org, "admin", async (ctx) => ({
		exports: await ctx.db.selectFrom("events").select("id").where("name", "=", "audit.exported").execute(),
		security: await ctx.db.selectFrom("security_events").select(["name", "data"]).execute(),
	}));
	expect(written.exports).toEqual([]);
	expect(written.security).toContainEqual({ name: "audit.exported", data: { name: "task.created", format: "json" } });
	expect(written.security).toContainEqual({
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
