import { invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { authorize, SCOPES } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type NewApiKey = {
	name: string;
	/** From `SCOPES`; at least one. */
	scopes: readonly string[];
	/** Absent: it does not expire. */
	expiresInDays?: number | undefined;
	/** Whose key it is, where the system makes it (the command line); else the member who asks. */
	memberId?: string | undefined;
};

/**
 * Makes an API key that may what its member may, within its scopes. The key itself is returned once, here; stored are
 * its hash and its first letters. Throws 422 for an unknown scope.
 */
export async function createApiKey(ctx: Ctx, input: NewApiKey): Promise<{ id: string; key: string }> {
	authorize(ctx, "api-keys.manage");
	const unknown = input.scopes.filter((scope) => !SCOPES.includes(scope));
	if (unknown.length > 0 || input.scopes.length === 0) {
		const message = unknown.length > 0 ? `There is no scope ${unknown.join(", ")}.` : "Choose at least one scope.";
		throw invalid(message, { scopes: [message] });
	}
	const memberId = ctx.actor.kind === "member" ? ctx.actor.id : input.memberId;
	if (!memberId) throw notFound("member");
	const id = newId();
	const key = `pk_${newToken()}`;
	const expires_at = input.expiresInDays ? new Date(ctx.now.getTime() + input.expiresInDays * 86_400_000) : null;
	await ctx.db
		.insertInto("api_keys")
		.values({
			org_id: ctx.org,
			id,
			name: input.name,
			prefix: key.slice(0, 8),
			key_hash: hashToken(key),
			member_id: memberId,
			scopes: [...new Set(input.scopes)].sort(),
			created_at: ctx.now,
			expires_at,
		})
		.execute();
	await ctx.record({
		name: "api-key.created",
		subject: { type: "api-key", id },
		data: { name: input.name, scopes: input.scopes, expiresAt: expires_at },
	});
	return { id, key };
}
