import { newId } from "#app/base/ids.ts";
import { hashPassword } from "#app/domain/identity/account/password.ts";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { signInCookie } from "#app/doors/session.ts";
import { asSystem, type Role } from "#db/context.ts";
import type { TestOrg } from "#tests/support/house.ts";

type Call = { cookie: string; path: string; params?: Record<string, string>; fields?: Record<string, string> };

/** What Remix hands to a loader, or with `fields` to an action, for a request that carries this cookie. */
export function argsFor({ cookie, path, params = {}, fields }: Call): never {
	const body = fields ? { method: "POST", body: new URLSearchParams(fields) } : {};
	const request = new Request(`http://localhost:3000${path}`, { headers: { cookie }, ...body });
	return { request, params, context: { requestId: newId(), nonce: "", ip: undefined } } as never;
}

/** Signs an organisation's member of a role in; the cookie that their browser would send. */
export async function cookieOf(org: TestOrg, role: Role): Promise<string> {
	const { userId } = org.members[role];
	const email = `${newId()}@firm.test`;
	const password_hash = await hashPassword("long enough");
	await asSystem((db) => db.updateTable("users").set({ email, password_hash }).where("id", "=", userId).execute());
	const { token } = await signIn(
		{ email, password: "long enough" },
		{ ip: undefined, userAgent: undefined, requestId: newId() },
	);
	return signInCookie(token);
}
