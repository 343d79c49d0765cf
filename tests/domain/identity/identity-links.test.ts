import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { canResetPassword, requestPasswordReset, resetPassword } from "#app/domain/identity/account/reset-password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { canVerifyEmail, resendVerification, verifyEmail } from "#app/domain/identity/account/verify-email.ts";
import { openTestHouse } from "#tests/support/house.ts";
import { linkTo, mailsTo, origin, person, sessionOf, userIdOf } from "./people.ts";

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
