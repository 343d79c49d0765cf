import { newId } from "#app/base/ids.ts";
import { accountExistsMail, verifyEmailMail } from "#app/domain/identity/mail/mail-texts.ts";
import { queueSystemMail, systemOutbox } from "#app/domain/identity/mail/system-mail.ts";
import { createOrganisation } from "#app/domain/identity/organisation/create-organisation.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import type { SignUp } from "#app/domain/identity/schema.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { asSystem, inOrg } from "#db/context.ts";
import { hashPassword } from "./password.ts";
import { issueToken } from "./tokens.ts";

/**
 * Makes a person with their organisation and sends the mail that confirms the address. A known address changes
 * nothing and gets a mail that says so; the answer, and the slow work of hashing, are the same for both.
 */
export async function signUp(input: SignUp, origin: Origin): Promise<void> {
	const now = instantOf(origin);
	const password_hash = await hashPassword(input.password);
	const userId = newId();
	const isNew = await asSystem(async (db) => {
		const outbox = systemOutbox(db, now);
		const { email, name, timeZone } = input;
		const made = await db
			.insertInto("users")
			.values({ id: userId, email, name, password_hash, ...(timeZone ? { time_zone: timeZone } : {}) })
			.onConflict((conflict) => conflict.column("email").doNothing())
			.returning("id")
			.executeTakeFirst();
		if (!made) {
			await queueSystemMail(outbox, accountExistsMail(email));
			return false;
		}
		await queueSystemMail(outbox, verifyEmailMail(email, await issueToken(db, { kind: "verify-email", userId, now })));
		return true;
	});
	const orgId = isNew ? await found(input, userId, origin) : undefined;
	await recordSecurityEvent({
		name: isNew ? "sign-up.succeeded" : "sign-up.refused",
		email: input.email,
		...(isNew ? { userId, orgId } : {}),
		origin,
	});
}

/** Their organisation, in a transaction bound to it. Should the process die before, they can still make one later. */
async function found(input: SignUp, userId: string, origin: Origin): Promise<string> {
	const org = newId();
	const owner = { kind: "member", id: newId(), name: input.name, role: "owner", userId } as const;
	const scope = { org, actor: owner, requestId: origin.requestId, ip: origin.ip, userAgent: origin.userAgent };
	await inOrg({ ...scope, now: origin.now }, (ctx) =>
		createOrganisation(ctx, { name: input.organisation, timeZone: input.timeZone, email: input.email }),
	);
	return org;
}
