import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { changePassword } from "#app/domain/identity/account/change-password.ts";
import { hashPassword, verifyPassword } from "#app/domain/identity/account/password.ts";
import { canResetPassword, requestPasswordReset, resetPassword } from "#app/domain/identity/account/reset-password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { canVerifyEmail, resendVerification, verifyEmail } from "#app/domain/identity/account/verify-email.ts";
import { listMailLinks } from "#app/domain/identity/mail/send-system-mail.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import { endOtherSessions, endSession } from "#app/domain/identity/sessions/end-session.ts";
import { listSessions } from "#app/domain/identity/sessions/session-queries.ts";
import { switchOrganisation } from "#app/domain/identity/sessions/switch-organisation.ts";
import { asSystem } from "#db/context.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";

const origin: Origin = { ip: "203.0.113.9", userAgent: "Test browser", requestId: newId() };

describe("signing up and in", () => {
	beforeAll(() => openTestHouse());

	test("ID-1 a person signs up with an organisation of their own, whose owner they are", async () => {
		const email = await person();
		const { token } = await signIn({ email, password: "long enough" }, origin);
		const session = await sessionOf(token);
		const rows = await asSystem((db) =>
			db
				.selectFrom("memberships")
				.innerJoin("organisations", "organisations.id", "memberships.org_id")
				.select(["role", "organisations.name", "organisations.time_zone", "org_id"])
				.where("email", "=", email)
				.execute(),
		);
		expect(rows).toMatchObject([{ role: "owner", name: "Ann's tyres", time_zone: "Europe/Berlin" }]);
		expect(session.org_id).toBe(rows[0]?.org_id);
	});

	test("ID-1 signing up with a known address changes nothing and says so by mail alone", async () => {
		const email = await person();
		await expect(signUp({ ...form(email), password: "another one entirely" }, origin)).resolves.toBeUndefined();
		await expect(signIn({ email, password: "another one entirely" }, origin)).rejects.toMatchObject({ status: 422 });
		expect(await mailsTo(email)).toEqual(["verify-email", "account-exists"]);
	});

	test("ID-1 an unknown address and a wrong password are answered alike", async () => {
		const email = await person();
		const wrong = await signIn({ email, password: "wrong password" }, origin).catch((error) => error);
		const unknown = await signIn({ email: `x${email}`, password: "wrong password" }, origin).catch((error) => error);
		expect([wrong.status, wrong.code, wrong.message, wrong.fields]).toEqual([
			unknown.status,
			unknown.code,
			unknown.message,
			unknown.fields,
		]);
	});

	test("ID-1 every sign-in makes a new session, stored by its hash only", async () => {
		const email = await person();
		const first = await signIn({ email, password: "long enough" }, origin);
		const second = await signIn({ email, password: "long enough" }, origin);
		expect(first.token).not.toBe(second.token);
		expect((await sessionOf(first.token)).id).not.toBe((await sessionOf(second.token)).id);
	});

	test("AUDIT-1 sign-ins and refusals are written where a rollback does not reach", async () => {
		const email = await person();
		await signIn({ email, password: "nonsense!" }, origin).catch(() => undefined);
		await signIn({ email, password: "long enough" }, origin);
		const rows = await asSystem((db) =>
			db
				.selectFrom("security_events")
				.select(["name", "org_id", "ip", "user_agent"])
				.where("email", "=", email)
				.orderBy("at")
				.orderBy("id")
				.execute(),
		);
		expect(rows.map((row) => row.name)).toEqual(["sign-up.succeeded", "sign-in.refused", "sign-in.succeeded"]);
		for (const row of rows) expect(row).toMatchObject({ ip: "203.0.113.9", user_agent: "Test browser" });
		expect(rows.every((row) => row.org_id !== null)).toBe(true);
	});

	test("ID-1 a password is kept as argon2id, and nobody's password is nobody", async () => {
		const stored = await hashPassword("correct horse");
		expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(await verifyPassword(stored, "correct horse")).toBe(true);
		expect(await verifyPassword(stored, "correct horsf")).toBe(false);
		for (const none of [null, undefined, "", "plain"]) expect(await verifyPassword(none, "")).toBe(false);
	});
});

describe("links about identity", () => {
	beforeAll(() => openTestHouse());

	test("ID-1 a verification link confirms the address, once, also when used twice at the same instant", async () => {
		const email = await person();
		const token = await linkTo(email, "verify-email");
		expect(await canVerifyEmail(token, new Date())).toBe(true);
		expect(await canVerifyEmail(token, new Date())).toBe(true);
		const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => verifyEmail(token, origin)));
		expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
		for (const outcome of outcomes) {
			if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ status: 410 });
		}
		expect(await canVerifyEmail(token, new Date())).toBe(false);
	});

	test("ID-1 a link lives 24 hours", async () => {
		const email = await person();
		const token = await linkTo(email, "verify-email");
		const late = new Date(Date.now() + 24 * 3_600_000 + 1_000);
		expect(await canVerifyEmail(token, late)).toBe(false);
		await expect(verifyEmail(token, { ...origin, now: late })).rejects.toMatchObject({ status: 410 });
		await verifyEmail(token, { ...origin, now: new Date(late.getTime() - 60_000) });
	});

	test("ID-1 a link of one kind does not open another", async () => {
		const email = await person();
		const token = await linkTo(email, "verify-email");
		await expect(resetPassword({ token, password: "long enough" }, origin)).rejects.toMatchObject({ status: 410 });
		expect(await canResetPassword(token, new Date())).toBe(false);
	});

	test("ID-1 a resent verification leaves older links alone until one is used, then all are spent", async () => {
		const email = await person();
		const first = await linkTo(email, "verify-email");
		await resendVerification(await userIdOf(email), origin);
		const second = await linkTo(email, "verify-email");
		expect(second).not.toBe(first);
		await verifyEmail(second, origin);
		await expect(verifyEmail(first, origin)).rejects.toMatchObject({ status: 410 });
		const before = await mailsTo(email);
		await resendVerification(await userIdOf(email), origin);
		expect(await mailsTo(email)).toEqual(before);
	});

	test("ID-1 a reset ends every session, works once, and is told by mail", async () => {
		const email = await person();
		const { token: session } = await signIn({ email, password: "long enough" }, origin);
		await requestPasswordReset(email, origin);
		const token = await linkTo(email, "reset-password");
		const outcomes = await Promise.allSettled(
			["first password", "second password"].map((password) => resetPassword({ token, password }, origin)),
		);
		expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
		await expect(sessionOf(session)).rejects.toThrow();
		await expect(signIn({ email, password: "long enough" }, origin)).rejects.toMatchObject({ status: 422 });
		const won = outcomes[0]?.status === "fulfilled" ? "first password" : "second password";
		await signIn({ email, password: won }, origin);
		expect(await mailsTo(email)).toContain("password-changed");
	});

	test("ID-1 asking for an unknown address sends nothing and says nothing", async () => {
		const email = `nobody-${newId()}@firm.test`;
		await expect(requestPasswordReset(email, origin)).resolves.toBeUndefined();
		expect(await mailsTo(email)).toEqual([]);
	});
});

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

function form(email: string) {
	return { name: "Ann Lee", email, password: "long enough", organisation: "Ann's tyres", timeZone: "Europe/Berlin" };
}

async function person(): Promise<string> {
	const email = `ann-${newId()}@firm.test`;
	await signUp(form(email), origin);
	return email;
}

async function userIdOf(email: string): Promise<string> {
	const row = await asSystem((db) =>
		db.selectFrom("users").select("id").where("email", "=", email).executeTakeFirstOrThrow(),
	);
	return row.id;
}

function sessionOf(token: string) {
	return asSystem((db) =>
		db.selectFrom("sessions").selectAll().where("token_hash", "=", hashToken(token)).executeTakeFirstOrThrow(),
	);
}

async function linkTo(email: string, kind: string): Promise<string> {
	const found = (await listMailLinks(500)).find((mail) => mail.recipient === email && mail.kind === kind);
	return found?.link.split("/").at(-1) ?? "";
}

async function mailsTo(email: string): Promise<string[]> {
	const rows = await asSystem((db) =>
		db.selectFrom("system_mail").select("kind").where("recipient", "=", email).orderBy("id").execute(),
	);
	return rows.map((row) => row.kind);
}
