import { beforeEach, describe, expect, test } from "vitest";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { signInCookie } from "#app/doors/session.ts";
import { action } from "#app/routes/messaging/sending.tsx";
import { asSystem } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { setSwitches } from "#tests/support/messaging.ts";

await openTestHouse();
let org: TestOrg;

describe("the switches of sending", () => {
	beforeEach(async () => {
		org = await makeOrg();
	});

	test("MSG-2 an owner whose address is not confirmed cannot switch any on, and can switch them off", async () => {
		await verified(null);
		for (const channel of ["email", "sms", "webhook"]) {
			expect(await post({ act: "switches", [channel]: "on" })).toMatchObject({ init: { status: 422 } });
			expect(Object.values(await switches())).not.toContain(true);
		}
		await setSwitches(org, { email: true, sms: true, webhook: false });
		expect(await post({ act: "switches" })).toMatchObject({ status: 303 });
		expect(await switches()).toEqual({ email: false, sms: false, webhook: false });
	});

	test("MSG-2 one whose address is confirmed can", async () => {
		expect(await post({ act: "switches", email: "on" })).toMatchObject({ status: 303 });
		expect(await switches()).toMatchObject({ email: true, sms: false });
	});

	async function post(fields: Record<string, string>): Promise<unknown> {
		const origin = { ip: undefined, userAgent: undefined, requestId: "test" };
		const { token } = await asSystem((db) => openSession(db, org.members.owner.userId, origin));
		const headers = { cookie: await signInCookie(token) };
		const url = "http://localhost:3000/settings/sending";
		const request = new Request(url, { method: "POST", body: new URLSearchParams(fields), headers });
		return action({ request, params: {}, context: { requestId: "test", nonce: "", ip: undefined } } as never);
	}
	const verified = (at: Date | null) =>
		asSystem((db) =>
			db.updateTable("users").set({ email_verified_at: at }).where("id", "=", org.members.owner.userId).execute(),
		);
	const switches = () =>
		as(org, "viewer", async ({ db }) => {
			const row = await db.selectFrom("organisations").select("sending").executeTakeFirstOrThrow();
			return row.sending as object;
		});
});
