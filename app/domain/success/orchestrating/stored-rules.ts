import { authorize } from "#app/domain/identity/policy.ts";
import { DEFAULT_RULES, PlayRules } from "#app/domain/success/rules/play-rules.ts";
import type { Ctx } from "#db/context.ts";

export type StoredRules = { rules: PlayRules; version: number; by: string | null; at: Date | null };

/** The rules that hold: the newest version, or ours as version 0. Settings that came later have our value. */
export async function readRules(ctx: Ctx): Promise<StoredRules> {
	authorize(ctx, "success.view");
	const row = await ctx.db
		.selectFrom("play_rules")
		.select(["version", "rules", "by_name", "created_at"])
		.orderBy("version", "desc")
		.limit(1)
		.executeTakeFirst();
	if (!row) return { rules: DEFAULT_RULES, version: 0, by: null, at: null };
	const rules = PlayRules.parse({ ...DEFAULT_RULES, ...(row.rules as object) });
	return { rules, version: row.version, by: row.by_name, at: row.created_at as Date };
}
