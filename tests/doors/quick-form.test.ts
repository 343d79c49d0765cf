import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { action as handOver } from "#app/routes/conversations/handover.ts";
import { action as changeInvitation } from "#app/routes/settings/invitation.ts";
import { asSystem } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

// These routes have no page on which a refusal could be drawn: a browser without a script would show its bare JSON.
describe("a form of one button whose route has no page", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	const press = async (action: typeof handOver, path: string, fields: Record<string, string>) => {
		const id = newId();
		const cookie = await cookieOf(org, "owner");
		return (await action(argsFor({ cookie, path: `/${path}/${id}`, params: { id }, fields }))) as Response;
	};

	test("SEC-1 leads back to where it was pressed when its fields cannot be read", async () => {
		for (const [action, path] of [
			[handOver, "conversations"],
			[changeInvitation, "settings/invitations"],
		] as const) {
			const answer = await press(action, path, { something: "else" });
			expect([path, answer.status]).toEqual([path, 303]);
			expect(answer.headers.get("location")).toMatch(/^\/(conversations\/|settings\/members$)/);
			expect(answer.headers.get("set-cookie")).toBeTruthy();
		}
	});

	test("ID-2 tells on the members' page why an unconfirmed address sends no invitation again", async () => {
		const { userId } = org.members.owner;
		await asSystem((db) => db.updateTable("users").set({ email_verified_at: null }).where("id", "=", userId).execute());
		const answer = await press(changeInvitation, "settings/invitations", { act: "resend" });
		expect(answer.status).toBe(303);
		expect(answer.headers.get("location")).toBe("/settings/members");
	});
});
