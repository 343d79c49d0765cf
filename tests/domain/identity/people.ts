import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { listMailLinks } from "#app/domain/identity/mail/send-system-mail.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import { asSystem } from "#db/context.ts";

export const origin: Origin = { ip: "203.0.113.9", userAgent: "Test browser", requestId: newId() };

export function form(email: string) {
	return { name: "Ann Lee", email, password: "long enough", organisation: "Ann's tyres", timeZone: "Europe/Berlin" };
}

/** Somebody who has signed up; returns their address. */
export async function person(): Promise<string> {
	const email = `ann-${newId()}@firm.test`;
	await signUp(form(email), origin);
	return email;
}

export async function userIdOf(email: string): Promise<string> {
	const row = await asSystem((db) =>
		db.selectFrom("users").select("id").where("email", "=", email).executeTakeFirstOrThrow(),
	);
	return row.id;
}

export function sessionOf(token: string) {
	return asSystem((db) =>
		db.selectFrom("sessions").selectAll().where("token_hash", "=", hashToken(token)).executeTakeFirstOrThrow(),
	);
}

/** The token in the last mail of a kind, or nothing. */
export async function linkTo(email: string, kind: string): Promise<string> {
	const found = (await listMailLinks(500)).find((mail) => mail.recipient === email && mail.kind === kind);
	return found?.link.split("/").at(-1) ?? "";
}

/** The kinds of mail that an address was sent, in order. */
export async function mailsTo(email: string): Promise<string[]> {
	const rows = await asSystem((db) =>
		db.selectFrom("system_mail").select("kind").where("recipient", "=", email).orderBy("id").execute(),
	);
	return rows.map((row) => row.kind);
}
