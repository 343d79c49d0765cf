import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { asSystem } from "#db/context.ts";

/** A new owner of an organisation, signed in: the cookie, as the server sets it. */
export async function signInForBench(org: string): Promise<string> {
	const token = newToken();
	const user = newId();
	const email = `bench-${user}@firm.test`;
	await asSystem(async (db) => {
		await db.insertInto("users").values({ id: user, email, name: "Bench" }).execute();
		const role = "owner" as const;
		const member = { org_id: org, id: newId(), user_id: user, role, name: "Bench", email };
		await db.insertInto("memberships").values(member).execute();
		const expires_at = new Date(Date.now() + 3_600_000);
		await db
			.insertInto("sessions")
			.values({ token_hash: hashToken(token), id: newId(), user_id: user, org_id: org, expires_at })
			.execute();
	});
	return `perigee=${encodeURIComponent(Buffer.from(JSON.stringify(token)).toString("base64"))}`;
}
