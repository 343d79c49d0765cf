import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { listApiKeys } from "#app/domain/identity/api-keys/api-key-queries.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { revokeApiKey } from "#app/domain/identity/api-keys/revoke-api-key.ts";
import { PERMISSIONS, SCOPES } from "#app/domain/identity/policy.ts";
import { changePreferences, getPreferences } from "#app/domain/identity/preferences/preferences.ts";
import { type Actor, asSystem, house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

const status = (code: number) => expect.objectContaining({ status: code });

describe("API keys", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	test("ID-5 a key is shown once and stored as a hash", async () => {
		const { id, key } = await as(org, "admin", (ctx) => createApiKey(ctx, { name: "Site", scopes: ["leads:read"] }));
		expect(key).toMatch(/^pk_[\w-]{43}$/);
		const row = await asSystem((db) =>
			db.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
		);
		expect(Buffer.from(row.key_hash).equals(hashToken(key))).toBe(true);
		expect(JSON.stringify(row)).not.toContain(key);
		const list = await as(org, "admin", (ctx) => listApiKeys(ctx));
		expect(JSON.stringify(list)).not.toContain(key);
		expect(list.data[0]).toMatchObject({ name: "Site", prefix: key.slice(0, 8), lastUsedAt: null });
	});

	test("ID-5 a key that expired or was revoked opens nothing", async () => {
		const made = new Date(Date.now() - 2 * 86_400_000);
		const input = { name: "Old", scopes: ["leads:read"], expiresInDays: 1 };
		const old = await as(org, "admin", (ctx) => createApiKey(ctx, input), made);
		const { id, key } = await as(org, "admin", (ctx) => createApiKey(ctx, { ...input, name: "New" }));
		expect(await find(old.key)).toBe(0);
		expect(await find(key)).toBe(1);
		await as(org, "admin", (ctx) => revokeApiKey(ctx, id));
		await as(org, "admin", (ctx) => revokeApiKey(ctx, id));
		expect(await find(key)).toBe(0);
	});

	test("ID-5 only administrators make keys, of known scopes, and another organisation's key is not there", async () => {
		const input = { name: "Key", scopes: ["leads:read"] };
		await expect(as(org, "manager", (ctx) => createApiKey(ctx, input))).rejects.toEqual(status(403));
		for (const scopes of [[], ["leads:fly"]]) {
			await expect(as(org, "owner", (ctx) => createApiKey(ctx, { ...input, scopes }))).rejects.toEqual(status(422));
		}
		const { id } = await as(org, "owner", (ctx) => createApiKey(ctx, input));
		await expect(as(other, "owner", (ctx) => revokeApiKey(ctx, id))).rejects.toEqual(status(404));
		expect((await as(other, "owner", (ctx) => listApiKeys(ctx))).data).toEqual([]);
		await expect(as(org, "viewer", (ctx) => revokeApiKey(ctx, id))).rejects.toEqual(status(403));
	});

	test("ID-5 the scopes are those of the permission table", () => {
		for (const { scope } of Object.values(PERMISSIONS)) if (scope) expect(SCOPES).toContain(scope);
		expect(new Set(SCOPES).size).toBe(SCOPES.length);
	});

	test("ID-5 the command line makes a key for a member it names", async () => {
		const memberId = org.members.user.id;
		const input = { name: "CLI", scopes: [...SCOPES], memberId };
		const { key } = await asActor(org.id, SYSTEM, (ctx) => createApiKey(ctx, input));
		expect(await find(key)).toBe(1);
		const foreign = { ...input, memberId: other.members.user.id };
		await expect(asActor(org.id, SYSTEM, (ctx) => createApiKey(ctx, foreign))).rejects.toThrow(/foreign key/);
	});

	async function find(key: string): Promise<number> {
		return (await house().database.guest("select * from find_api_key($1)", [hashToken(key)])).length;
	}
});

describe("preferences", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	test("ID-3 are made at the first read, with UTC where no browser said otherwise", async () => {
		const { userId } = org.members.viewer;
		expect(await madeAt(userId)).toBeNull();
		expect(await as(org, "viewer", getPreferences)).toEqual({
			timeZone: "UTC",
			locale: "en",
			theme: "system",
			startPage: "/today",
			notifications: { leadAssigned: true, customerWrote: true, taskDue: true },
		});
		const made = await madeAt(userId);
		expect(made).not.toBeNull();
		await as(org, "viewer", getPreferences);
		expect(await madeAt(userId)).toEqual(made);
	});

	test("ID-3 change in parts; what is left out stays", async () => {
		await as(org, "user", (ctx) => changePreferences(ctx, { timeZone: "Asia/Tokyo" }));
		await as(org, "user", (ctx) => changePreferences(ctx, { notifications: { taskDue: false } }));
		expect(await as(org, "user", (ctx) => changePreferences(ctx, { theme: "dark" }))).toMatchObject({
			timeZone: "Asia/Tokyo",
			theme: "dark",
			startPage: "/today",
			notifications: { leadAssigned: true, customerWrote: true, taskDue: false },
		});
		expect(await as(org, "manager", getPreferences)).toMatchObject({ timeZone: "UTC", theme: "system" });
	});

	test("ID-3 AUDIT-1 a change is an event with before and after, and none when nothing changed", async () => {
		const change = () => as(org, "admin", (ctx) => changePreferences(ctx, { theme: "light" }));
		await change();
		await change();
		const events = await as(org, "admin", (ctx) =>
			ctx.db
				.selectFrom("events")
				.select("changes")
				.where("name", "=", "preferences.changed")
				.where("subject_id", "=", org.members.admin.id)
				.execute(),
		);
		expect(events).toEqual([{ changes: { theme: ["system", "light"] } }]);
	});

	test("ID-3 a key reads its member's preferences", async () => {
		const input = { name: "Key", scopes: ["preferences:read"] };
		const { id } = await as(org, "owner", (ctx) => createApiKey(ctx, input));
		await as(org, "owner", (ctx) => changePreferences(ctx, { theme: "dark" }));
		const actor: Actor = { kind: "api-key", id, name: "Key", role: "owner", scopes: input.scopes };
		expect(await asActor(org.id, actor, getPreferences)).toMatchObject({ theme: "dark" });
		await expect(asActor(org.id, actor, (ctx) => changePreferences(ctx, { theme: "light" }))).rejects.toEqual(
			status(403),
		);
		await expect(asActor(org.id, { ...actor, id: newId() }, getPreferences)).rejects.toThrow();
	});

	async function madeAt(userId: string) {
		const row = await asSystem((db) =>
			db.selectFrom("users").select("preferences_made_at").where("id", "=", userId).executeTakeFirstOrThrow(),
		);
		return row.preferences_made_at;
	}
});
