import { beforeAll, describe, expect, test } from "vitest";
import { hashPassword, verifyPassword } from "#app/domain/identity/account/password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { asSystem } from "#db/context.ts";
import { openTestHouse } from "#tests/support/house.ts";
import { form, mailsTo, origin, person, sessionOf } from "./people.ts";

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
