import { AppError, unauthorized } from "#app/base/errors.ts";
import { hashToken } from "#app/base/tokens.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { passesOriginGate } from "#app/doors/entrance/gate.ts";
import { actorOf, type Member, originOf } from "#app/doors/page.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import type { Args } from "#app/doors/request.ts";
import { findPerson } from "#app/doors/session.ts";
import { type Actor, asSystem, house, type Role } from "#db/context.ts";

/** Who calls the API: the organisation, the actor, and the bucket their calls are counted in. */
export type Caller = { org: string; actor: Actor; bucket: string; rate: "api-key" | "member"; isVerified: boolean };

/**
 * A key in `Authorization: Bearer`, or a member's session, which must also pass the origin gate. A request that has
 * an Authorization header is never taken for its cookie's: the caller meant something else. Throws 401 and 403.
 */
export async function identify(args: Args): Promise<Caller> {
	const { request } = args;
	const authorization = request.headers.get("authorization");
	if (authorization !== null) return identifyKey(/^Bearer\s+(\S+)$/i.exec(authorization)?.[1], args);
	const person = await findPerson(args);
	if (!person?.org) throw unauthorized("Send an API key in the Authorization header, or sign in.");
	if (!passesOriginGate(request)) throw new AppError(403, "cross-site", "This request came from another site.");
	const actor = actorOf(person as Member);
	return { org: person.org.id, actor, bucket: actor.id, rate: "member", isVerified: person.isVerified };
}

type KeyRow = {
	key_id: string;
	org_id: string;
	member_name: string;
	role: Role;
	scopes: string[];
	last_used_at: Date | null;
};

async function identifyKey(key: string | undefined, args: Args): Promise<Caller> {
	const hash = key ? hashToken(key) : undefined;
	const [row] = hash ? await house().database.guest<KeyRow>("select * from find_api_key($1)", [hash]) : [];
	if (!row || !hash) {
		const origin = originOf(args);
		await takeRate(`key-guess:${addressBucket(origin.ip)}`, "guess");
		await recordSecurityEvent({ name: "api-key.refused", origin });
		throw unauthorized("This API key is not known, has expired or was revoked.");
	}
	// Kept to the minute: a busy key does not write at every call.
	if (!row.last_used_at || Date.now() - row.last_used_at.getTime() > 60_000) {
		await asSystem((db) =>
			db.updateTable("api_keys").set({ last_used_at: new Date() }).where("key_hash", "=", hash).execute(),
		);
	}
	const actor: Actor = { kind: "api-key", id: row.key_id, name: row.member_name, role: row.role, scopes: row.scopes };
	return { org: row.org_id, actor, bucket: row.key_id, rate: "api-key", isVerified: true };
}
