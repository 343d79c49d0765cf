import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { tidyIdentity } from "#app/domain/identity/tidy.ts";
import { asSystem, inOrg } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

test("AUDIT-2 after a year addresses and user agents go, events stay; security events go", async () => {
	const now = new Date();
	const ages = [1, 364, 366, 800].map((days) => new Date(now.getTime() - days * 86_400_000));
	const actor = { kind: "system", name: "Test" } as const;
	const [ip, userAgent, requestId] = ["203.0.113.9", "Browser", newId()];
	for (const at of ages) {
		await inOrg({ org: org.id, actor, requestId, ip, userAgent, now: at }, (ctx) =>
			ctx.record({ name: "thing.done", subject: { type: "thing", id: newId() }, changes: { a: [1, 2] } }),
		);
		await recordSecurityEvent({
			name: "sign-in.refused",
			orgId: org.id,
			origin: { ip, userAgent, requestId, now: at },
		});
	}
	await tidyIdentity(now);
	await tidyIdentity(now);
	const events = await as(org, "admin", (ctx) =>
		ctx.db.selectFrom("events").select(["ip", "user_agent", "changes"]).orderBy("at", "desc").execute(),
	);
	expect(events.map((event) => event.ip)).toEqual([ip, ip, null, null]);
	expect(events.map((event) => event.user_agent)).toEqual([userAgent, userAgent, null, null]);
	expect(events.every((event) => event.changes.a[1] === 2)).toBe(true);
	const security = await asSystem((db) => db.selectFrom("security_events").select("at").execute());
	expect(security).toHaveLength(2);
});
