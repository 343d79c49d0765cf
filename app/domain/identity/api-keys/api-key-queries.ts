import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

const PAGE = 50;

export type ApiKeyLine = {
	id: string;
	name: string;
	prefix: string;
	member: string;
	scopes: string[];
	createdAt: Date;
	expiresAt: Date | null;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
};

/** Keys, newest first, a page at a time; `after` is the `next` of the page before. Never the keys themselves. */
export async function listApiKeys(ctx: Ctx, after?: string): Promise<{ data: ApiKeyLine[]; next: string | null }> {
	authorize(ctx, "api-keys.manage");
	const rows = await ctx.db
		.selectFrom("api_keys")
		.innerJoin("memberships", (join) =>
			join.onRef("memberships.org_id", "=", "api_keys.org_id").onRef("memberships.id", "=", "api_keys.member_id"),
		)
		.select([
			"api_keys.id",
			"api_keys.name",
			"prefix",
			"memberships.name as member",
			"scopes",
			"api_keys.created_at as createdAt",
			"expires_at as expiresAt",
			"last_used_at as lastUsedAt",
			"revoked_at as revokedAt",
		])
		.where("api_keys.org_id", "=", ctx.org)
		.$if(isId(after), (query) => query.where("api_keys.id", "<", after ?? ""))
		.orderBy("api_keys.id", "desc")
		.limit(PAGE + 1)
		.execute();
	return { data: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}
