import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { requestPasswordReset, resetPassword } from "#app/domain/identity/account/reset-password.ts";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { verifyEmail } from "#app/domain/identity/account/verify-email.ts";
import { listMailLinks } from "#app/domain/identity/mail/send-system-mail.ts";
import { acceptAsNewPerson, acceptInvitation } from "#app/domain/identity/members/accept-invitation.ts";
import { changeRole } from "#app/domain/identity/members/change-role.ts";
import { inviteMember } from "#app/domain/identity/members/invite-member.ts";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { hasRate } from "#app/doors/rates/rate-limit.ts";
import { asSystem } from "#db/context.ts";
import { as, makeOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const origin = { ip: "203.0.113.9", userAgent: "Test browser", requestId: newId() };
const won = (outcomes: PromiseSettledResult<unknown>[]) =>
	outcomes.filter(({ status }) => status === "fulfilled").length;

describe("identity over several connections", () => {
	beforeAll(async () => {
		await openNativeHouse(20);
	});

	test("ID-2 two owners step down at the same instant: one stays, however often", async () => {
		for (let round = 0; round < 15; round++) {
			const org = await makeOrg();
			const [first, second] = [org.members.owner.id, org.members.admin.id];
			await as(org, "owner", (ctx) => changeRole(ctx, { memberId: second, role: "owner" }));
			const outcomes = await Promise.allSettled([
				as(org, "owner", (ctx) => changeRole(ctx, { memberId: first, role: "user" })),
				as(org, "owner", (ctx) => removeMember(ctx, second)),
			]);
			expect(won(outcomes)).toBe(1);
			for (const outcome of outcomes) {
				if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ status: 409 });
			}
			const owners = await as(org, "viewer", (ctx) =>
				ctx.db.selectFrom("memberships").select("id").where("role", "=", "owner").execute(),
			);
			expect(owners).toHaveLength(1);
		}
	});

	test("ID-1 twenty uses of one link at the same instant: one works", async () => {
		const email = `ann-${newId()}@firm.test`;
		await signUp({ name: "Ann", email, password: "long enough", organisation: "Firm", timeZone: undefined }, origin);
		const verify = await tokenFor(email, "verify-email");
		expect(won(await Promise.allSettled(many(20, () => verifyEmail(verify, origin))))).toBe(1);
		await requestPasswordReset(email, origin);
		const token = await tokenFor(email, "reset-password");
		const resets = many(20, (index) => resetPassword({ token, password: `password ${index}` }, origin));
		expect(won(await Promise.allSettled(resets))).toBe(1);
	});

	test("ID-1 ten sign-ups with one address at the same instant: one account, one organisation", async () => {
		const email = `eve-${newId()}@firm.test`;
		const form = { name: "Eve", email, password: "long enough", organisation: "Firm", timeZone: undefined };
		await Promise.all(many(10, () => signUp(form, origin)));
		const memberships = await asSystem((db) =>
			db.selectFrom("memberships").select("org_id").where("email", "=", email).execute(),
		);
		expect(memberships).toHaveLength(1);
	});

	test("ID-2 ten acceptances of one invitation at the same instant: one member", async () => {
		const org = await makeOrg();
		const fresh = await invite(org, `new-${newId()}@firm.test`);
		const input = { token: fresh.token, name: "Bo", password: "long enough" };
		expect(won(await Promise.allSettled(many(10, () => acceptAsNewPerson(input, origin))))).toBe(1);
		const known = await invite(org, `known-${newId()}@firm.test`);
		const userId = newId();
		await asSystem((db) => db.insertInto("users").values({ id: userId, email: known.email, name: "Di" }).execute());
		const person = { userId, name: "Di", email: known.email };
		expect(won(await Promise.allSettled(many(10, () => acceptInvitation(person, known.token, origin))))).toBe(1);
		const members = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("memberships").select("email").where("email", "in", [fresh.email, known.email]).execute(),
		);
		expect(members).toHaveLength(2);
	});

	test("ID-1 a burst of guesses takes no more than the bucket holds", async () => {
		const taken = await Promise.all(many(60, () => hasRate("burst", "sign-in-account")));
		expect(taken.filter(Boolean)).toHaveLength(10);
	});
});

function many<T>(count: number, make: (index: number) => Promise<T>): Promise<T>[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

async function invite(org: Awaited<ReturnType<typeof makeOrg>>, email: string) {
	await as(org, "admin", (ctx) => inviteMember(ctx, { email, role: "user" }));
	return { email, token: await tokenFor(email, "invitation") };
}

async function tokenFor(email: string, kind: string): Promise<string> {
	const found = (await listMailLinks(500)).find((mail) => mail.recipient === email && mail.kind === kind);
	return found?.link.split("/").at(-1) ?? "";
}
