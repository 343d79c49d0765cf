import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type Orchestrated, orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { readRules } from "./stored-rules.ts";

/**
 * Makes rules hold and decides every account's plays by them, in one transaction (SUCCESS-2). Answers what moved; null when
 * they are what holds already. `version` is the one that was looked at: 409 when somebody else set rules since.
 */
export async function saveRules(
	ctx: Ctx,
	{ version, rules }: { version: number; rules: PlayRules },
): Promise<Orchestrated | null> {
	authorize(ctx, "success.manage");
	const before = await readRules(ctx);
	if (before.version !== version) throw faster();
	const changes = Object.fromEntries(
		(Object.keys(rules) as (keyof PlayRules)[])
			.filter((name) => rules[name] !== before.rules[name])
			.map((name) => [name, [before.rules[name], rules[name]] as [unknown, unknown]]),
	);
	if (Object.keys(changes).length === 0) return null;
	const saved = await ctx.db
		.insertInto("play_rules")
		.values({
			org_id: ctx.org,
			version: version + 1,
			rules: jsonb(rules),
			by_name: ctx.actor.name,
			created_at: ctx.now,
		})
		.onConflict((clash) => clash.doNothing())
		.returning("version")
		.executeTakeFirst();
	if (!saved) throw faster();
	await ctx.record({
		name: "play-rules.changed",
		subject: { type: "organisation", id: ctx.org },
		changes,
		data: { version: version + 1 },
	});
	return orchestrate(ctx);
}

const faster = () => conflict("Somebody else changed the rules meanwhile. Load the page again to see theirs.");
