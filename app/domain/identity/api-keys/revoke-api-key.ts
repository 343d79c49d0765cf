import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Ends a key for good, at once. Throws 404 for an absent or foreign id; revoking twice changes nothing. */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "api-keys.manage");
	const key = isId(id)
		? await ctx.db
				.selectFrom("api_keys")
				.select(["name", "revoked_at"])
				.where("org_id", "=", ctx.org)
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!key) throw notFound("API key");
	if (key.revoked_at) return;
	await ctx.db
		.updateTable("api_keys")
		.set({ revoked_at: ctx.now })
		.where("org_id", "=", ctx.org)
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "api-key.revoked", subject: { type: "api-key", id }, data: { name: key.name } });
}
