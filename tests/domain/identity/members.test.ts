import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { listMailLinks } from "#app/domain/identity/mail/send-system-mail.ts";
import { acceptAsNewPerson, acceptInvitation, findInvitation } from "#app/domain/identity/members/accept-invitation.ts";
import { changeRole } from "#app/domain/identity/members/change-role.ts";
import { inviteMember } from "#app/domain/identity/members/invite-member.ts";
import { getMember, listMembers } from "#app/domain/identity/members/member-queries.ts";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { resendInvitation } from "#app/domain/identity/members/resend-invitation.ts";
import { revokeInvitation } from "#app/domain/identity/members/revoke-invitation.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import { asSystem } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

const origin: Origin = { ip: "203.0.113.9", userAgent: "Test browser", requestId: newId() };
const status = (code: number) => expect.objectContaining({ status: code });

describe("members", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		other = await makeOrg("Another firm");
	});

	test("ID-2 nobody grants or takes a role above their own", async () => {
		org = await makeOrg();
		const { owner, user } = org.members;
		const admin = (role: "owner" | "manager", memberId: string) =>
			as(org, "admin", (ctx) => changeRole(ctx, { memberId, role }));
		await expect(admin("owner", user.id)).rejects.toEqual(status(403));
		await expect(admin("manager", owner.id)).rejects.toEqual(status(403));
		await expect(as(org, "admin", (ctx) => removeMember(ctx, owner.id))).rejects.toEqual(status(403));
		await expect(
			as(org, "admin", (ctx) => inviteMember(ctx, { email: "boss@firm.test", role: "owner" })),
		).rejects.toEqual(status(403));
		await admin("manager", user.id);
		expect((await as(org, "viewer", (ctx) => getMember(ctx, user.id))).role).toBe("manager");
	});

	test("ID-2 a manager changes no roles, removes nobody, invites nobody", async () => {
		org = await makeOrg();
		const { id } = org.members.viewer;
		await expect(as(org, "manager", (ctx) => changeRole(ctx, { memberId: id, role: "user" }))).rejects.toEqual(
			status(403),
		);
		await expect(as(org, "manager", (ctx) => removeMember(ctx, id))).rejects.toEqual(status(403));
		await expect(
			as(org, "manager", (ctx) => inviteMember(ctx, { email: "a@firm.test", role: "viewer" })),
		).rejects.toEqual(status(403));
	});

	test("ID-2 the last owner stays", async () => {
		org = await makeOrg();
		const { owner, admin } = org.members;
		const stepDown = () => as(org, "owner", (ctx) => changeRole(ctx, { memberId: owner.id, role: "admin" }));
		await expect(stepDown()).rejects.toEqual(status(409));
		await expect(as(org, "owner", (ctx) => removeMember(ctx, owner.id))).rejects.toEqual(status(409));
		await as(org, "owner", (ctx) => changeRole(ctx, { memberId: admin.id, role: "owner" }));
		await stepDown();
		expect((await as(org, "viewer", (ctx) => getMember(ctx, owner.id))).role).toBe("admin");
	});

	test("ID-2 another organisation's member is not there", async () => {
		org = await makeOrg();
		const { id } = other.members.user;
		for (const attempt of [
			as(org, "owner", (ctx) => getMember(ctx, id)),
			as(org, "owner", (ctx) => changeRole(ctx, { memberId: id, role: "viewer" })),
			as(org, "owner", (ctx) => removeMember(ctx, id)),
			as(org, "owner", (ctx) => removeMember(ctx, "no-id")),
			as(org, "owner", (ctx) => createApiKey(ctx, { name: "Key", scopes: ["no:scope"] })),
		])
			await expect(attempt).rejects.toEqual(expect.objectContaining({ status: expect.any(Number) }));
		expect((await as(other, "viewer", (ctx) => getMember(ctx, id))).role).toBe("user");
	});

	test("ID-2 members page by key, each once", async () => {
		org = await makeOrg();
		await asSystem(async (db) => {
			for (let index = 0; index < 60; index++) {
				const [id, email] = [newId(), `same-${newId()}@firm.test`];
				await db.insertInto("users").values({ id, email, name: "Same" }).execute();
				await db
					.insertInto("memberships")
					.values({ org_id: org.id, id: newId(), user_id: id, role: "user", name: "Same", email })
					.execute();
			}
		});
		const first = await as(org, "viewer", (ctx) => listMembers(ctx));
		const second = await as(org, "viewer", (ctx) => listMembers(ctx, first.next ?? undefined));
		expect([first.data.length, second.data.length, second.next]).toEqual([50, 15, null]);
		expect(new Set([...first.data, ...second.data].map((member) => member.id)).size).toBe(65);
	});
});

describe("invitations", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	test("ID-2 somebody new accepts with a name and a password, once, also at the same instant", async () => {
		const { email, token } = await invite("manager");
		expect(await findInvitation(token, new Date())).toMatchObject({ email, role: "manager", hasAccount: false });
		const outcomes = await Promise.allSettled(
			[1, 2, 3].map(() => acceptAsNewPerson({ token, name: "Bo", password: "long enough" }, origin)),
		);
		expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
		const joined = await as(org, "viewer", (ctx) => listMembers(ctx));
		expect(joined.data.filter((member) => member.email === email)).toMatchObject([{ role: "manager", name: "Bo" }]);
		await expect(findInvitation(token, new Date())).rejects.toEqual(status(410));
	});

	test("ID-2 somebody with an account accepts signed in, and only with the invited address", async () => {
		const stranger = other.members.user;
		const { token } = await invite("user");
		await expect(
			acceptInvitation({ userId: stranger.userId, name: stranger.name, email: "else@firm.test" }, token, origin),
		).rejects.toEqual(status(403));
		const userId = newId();
		const email = `bea-${userId}@firm.test`;
		await asSystem((db) => db.insertInto("users").values({ id: userId, email, name: "Bea" }).execute());
		const theirs = await invite("user", email);
		expect(await findInvitation(theirs.token, new Date())).toMatchObject({ hasAccount: true });
		await expect(
			acceptAsNewPerson({ token: theirs.token, name: "Not Bea", password: "long enough" }, origin),
		).rejects.toEqual(status(409));
		const outcomes = await Promise.allSettled(
			[1, 2].map(() => acceptInvitation({ userId, name: "Bea", email }, theirs.token, origin)),
		);
		expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
	});

	test("ID-2 a second invitation takes the first's place; revoked and late ones are over", async () => {
		const first = await invite("user");
		const again = await invite("viewer", first.email);
		await expect(findInvitation(first.token, new Date())).rejects.toEqual(status(410));
		expect((await findInvitation(again.token, new Date())).role).toBe("viewer");
		await as(org, "admin", (ctx) => resendInvitation(ctx, again.id));
		await expect(findInvitation(again.token, new Date())).rejects.toEqual(status(410));
		const sent = await tokenFor(first.email);
		expect((await findInvitation(sent, new Date())).role).toBe("viewer");
		await expect(findInvitation(sent, new Date(Date.now() + 8 * 86_400_000))).rejects.toEqual(status(410));
		await as(org, "admin", (ctx) => revokeInvitation(ctx, again.id));
		await expect(findInvitation(sent, new Date())).rejects.toEqual(status(410));
		await expect(as(org, "admin", (ctx) => revokeInvitation(ctx, again.id))).rejects.toEqual(status(404));
	});

	test("ID-2 another organisation's invitation is not there", async () => {
		const { id, token } = await invite("user");
		await expect(as(other, "owner", (ctx) => resendInvitation(ctx, id))).rejects.toEqual(status(404));
		await expect(as(other, "owner", (ctx) => revokeInvitation(ctx, id))).rejects.toEqual(status(404));
		await findInvitation(token, new Date());
	});

	test("ID-2 who is removed takes their open invitations with them", async () => {
		const firm = await makeOrg();
		const email = `late-${newId()}@firm.test`;
		await as(firm, "admin", (ctx) => inviteMember(ctx, { email, role: "user" }));
		const token = await tokenFor(email);
		await as(firm, "owner", (ctx) => removeMember(ctx, firm.members.admin.id));
		await expect(findInvitation(token, new Date())).rejects.toEqual(status(410));
	});

	async function invite(role: "manager" | "user" | "viewer", email = `new-${newId()}@firm.test`) {
		const { id } = await as(org, "admin", (ctx) => inviteMember(ctx, { email, role }));
		return { id, email, token: await tokenFor(email) };
	}
});

async function tokenFor(email: string): Promise<string> {
	const found = (await listMailLinks(500)).find((mail) => mail.recipient === email);
	expect(found?.link).toMatch(/^http:\/\/localhost:3000\/invitations\/[\w-]{43}$/);
	return found?.link.split("/").at(-1) ?? "";
}
