import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { FACT_NAMES, type Weights } from "./rules.ts";
import type { WeightsForm } from "./schema.ts";
import { readScoring } from "./scoring-queries.ts";

/**
 * Sets how facts are weighed. Every score is old with that and is computed again by a job, which follows the event.
 * 409 when somebody else set them since `version`; what is so already changes nothing.
 */
export async function saveWeights(ctx: Ctx, { version, ...weights }: WeightsForm): Promise<{ changed: boolean }> {
	authorize(ctx, "scoring.edit");
	const before = await readScoring(ctx);
	if (before.version !== version)
		throw conflict("Somebody else changed the weights meanwhile. Load the page again to see them.");
	const changes = changesOf(before.weights, weights);
	if (Object.keys(changes).length === 0) return { changed: false };
	const row = { org_id: ctx.org, weights: jsonb(weights), version: version + 1, updated_at: ctx.now };
	const saved = await ctx.db
		.insertInto("scoring_rules")
		.values(row)
		.onConflict((clash) =>
			clash
				.column("org_id")
				.doUpdateSet({ weights: row.weights, version: row.version, updated_at: ctx.now })
				.where("scoring_rules.version", "=", version),
		)
		.returning("version")
		.executeTakeFirst();
	if (!saved) throw conflict("Somebody else changed the weights at this moment. Load the page again to see them.");
	await ctx.record({ name: "scoring.changed", subject: { type: "organisation", id: ctx.org }, changes });
	return { changed: true };
}

function changesOf(before: Weights, after: Weights): Record<string, [unknown, unknown]> {
	const changes: Record<string, [unknown, unknown]> = {};
	if (before.base !== after.base) changes.base = [before.base, after.base];
	for (const name of FACT_NAMES) {
		const [one, other] = [before.facts[name], after.facts[name]];
		const same = one.points === other.points && one.per === other.per && one.most === other.most;
		if (!same) changes[name] = [one, other];
	}
	return changes;
}
