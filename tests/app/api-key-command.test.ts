import { beforeAll, describe, expect, test } from "vitest";
import { commands } from "#app/commands.ts";
import { SCOPES } from "#app/domain/identity/policy.ts";
import { asSystem } from "#db/context.ts";
import { callApi } from "#tests/support/api.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

describe("npm run api-key", () => {
	let org: TestOrg;
	let email: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		email = `owner-${org.id.slice(-12)}@firm.test`;
	});
	const run = (...args: string[]) => commands["api-key"]!(args);
	const stored = () => asSystem((db) => db.selectFrom("api_keys").selectAll().orderBy("id", "desc").execute());

	test("ID-5 prints a key that works, and keeps its hash only", async () => {
		const key = await run("--email", email.toUpperCase());
		expect(key).toMatch(/^\S{40,}$/);
		expect((await callApi(key, "/api/leads")).status).toBe(200);
		const [row] = await stored();
		expect(row).toMatchObject({ name: "Command line", scopes: [...SCOPES], revoked_at: null });
		expect(JSON.stringify(row)).not.toContain(key);
	});

	test("ID-5 takes scopes and a name, and refuses a scope that is none", async () => {
		const key = await run("--email", email, "--scopes", "leads:read, locations:read", "--name", "Website");
		expect((await stored())[0]).toMatchObject({ name: "Website", scopes: ["leads:read", "locations:read"] });
		expect((await callApi(key, "/api/messages")).status).toBe(403);
		await expect(run("--email", email, "--scopes", "leads:everything")).rejects.toThrow("leads:everything");
	});

	test("says how it is used, and who is not known, and asks where two firms fit", async () => {
		await expect(run()).rejects.toThrow("--email WHO");
		await expect(run("--email", "nobody@firm.test")).rejects.toThrow("nobody@firm.test");
		await expect(run("--mail", "x")).rejects.toThrow();
		const second = await makeOrg("Second");
		const { id, ...row } = { id: second.members.viewer.id, email };
		await asSystem((db) => db.updateTable("memberships").set(row).where("id", "=", id).execute());
		await expect(run("--email", email)).rejects.toThrow("--org");
		expect(await run("--email", email, "--org", `org-${second.id.slice(-12)}`)).toMatch(/^pk_/);
	});
});
