import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { changePassword } from "#app/domain/identity/account/change-password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { endOtherSessions, endSession } from "#app/domain/identity/sessions/end-session.ts";
import { listSessions } from "#app/domain/identity/sessions/session-queries.ts";
import { switchOrganisation } from "#app/domain/identity/sessions/switch-organisation.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { origin, person, sessionOf, userIdOf } from "./people.ts";

describe("sessions", () => {
	beforeAll(() => openTestHouse());

	test("ID-1 a changed password ends the other sessions and gives this browser a new one", async () => {
		const email = await person();
		const userId = await userIdOf(email);
		const here = await signIn({ email, password: "long enough" }, origin);
		const there = await signIn({ email, password: "long enough" }, origin);
		await expect(
			changePassword(userId, { password: "wrong", newPassword: "new password" }, origin),
		).rejects.toMatchObject({ status: 422, fields: { password: expect.any(Array) } });
		const fresh = await changePassword(userId, { password: "long enough", newPassword: "new password" }, origin);
		for (const { token } of [here, there]) await expect(sessionOf(token)).rejects.toThrow();
		expect((await sessionOf(fresh)).user_id).toBe(userId);
		await signIn({ email, password: "new password" }, origin);
	});

	test("ID-1 sessions are listed and ended, one's own only", async () => {
		const [email, stranger] = [await person(), await person()];
		const userId = await userIdOf(email);
		const kept = await sessionOf((await signIn({ email, password: "long enough" }, origin)).token);
		const other = await sessionOf((await signIn({ email, password: "long enough" }, origin)).token);
		const foreign = await sessionOf((await signIn({ email: stranger, password: "long enough" }, origin)).token);
		expect((await listSessions(userId, new Date())).map((session) => session.id).sort()).toEqual(
			[kept.id, other.id].sort(),
		);
		expect(await endSession(userId, foreign.id)).toBe(false);
		expect(await endSession(userId, other.id)).toBe(true);
		await signIn({ email, password: "long enough" }, origin);
		expect(await endOtherSessions(userId, kept.id)).toBe(1);
		expect(await listSessions(userId, new Date())).toHaveLength(1);
		expect(await listSessions(await userIdOf(stranger), new Date())).toHaveLength(1);
	});

	test("ID-2 the next sign-in comes back to the organisation worked in last, also after signing out everywhere", async () => {
		const email = await person();
		const userId = await userIdOf(email);
		const second = await makeOrg("Second firm");
		await as(second, "owner", (ctx) =>
			ctx.db
				.insertInto("memberships")
				.values({ org_id: ctx.org, id: newId(), user_id: userId, role: "user", name: "Ann", email })
				.execute(),
		);
		const session = await sessionOf((await signIn({ email, password: "long enough" }, origin)).token);
		expect(session.org_id).not.toBe(second.id);
		await switchOrganisation({ userId, sessionId: session.id }, second.id, origin);
		await endSession(userId, session.id);
		expect((await sessionOf((await signIn({ email, password: "long enough" }, origin)).token)).org_id).toBe(second.id);
	});

	test("ID-2 nobody enters an organisation that is not theirs", async () => {
		const email = await person();
		const foreign = await makeOrg("Foreign firm");
		const session = await sessionOf((await signIn({ email, password: "long enough" }, origin)).token);
		const who = { userId: session.user_id, sessionId: session.id };
		await expect(switchOrganisation(who, foreign.id, origin)).rejects.toMatchObject({ status: 404 });
		await expect(switchOrganisation(who, newId(), origin)).rejects.toMatchObject({ status: 404 });
	});
});
