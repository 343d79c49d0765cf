import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import {
	countMoves,
	type Moves,
	type Reason,
	type ScoreFacts,
	SHIPPED_WEIGHTS,
	scoreOf,
	type Weights,
} from "./rules.ts";
import { readWeights } from "./schema.ts";

/** The organisation's weights with their version; 0 and the shipped ones until it sets its own. */
export async function readScoring(ctx: Ctx): Promise<{ weights: Weights; version: number }> {
	const row = await ctx.db.selectFrom("scoring_rules").select(["weights", "version"]).executeTakeFirst();
	return row ? { weights: readWeights(row.weights), version: row.version } : { weights: SHIPPED_WEIGHTS, version: 0 };
}

/** As `readScoring`, for the page where they are set. */
export async function getScoring(ctx: Ctx): Promise<{ weights: Weights; version: number }> {
	authorize(ctx, "scoring.edit");
	return readScoring(ctx);
}

export type KeptScore = { score: number; reasons: Reason[]; computedAt: string };

/** A contact's score with what made it, as it was last computed; null before that. */
export async function findScore(ctx: Ctx, contactId: string): Promise<KeptScore | null> {
	authorize(ctx, "contacts.view");
	if (!isId(contactId)) return null;
	const row = await ctx.db
		.selectFrom("contact_scores")
		.select(["score", "reasons", "computed_at"])
		.where("contact_id", "=", contactId)
		.executeTakeFirst();
	return row ? { score: row.score, reasons: row.reasons as Reason[], computedAt: row.computed_at.toISOString() } : null;
}

/** Of more contacts than these, the newest stand for the rest: a page answers at once. */
export const PREVIEWED = 5_000;

export type Preview = Moves & {
	isSample: boolean;
	examples: { id: string; name: string; now: number; next: number }[];
};

/** How today's scores would move under other weights, and whose most: from the facts they were computed from. */
export async function previewWeights(ctx: Ctx, weights: Weights): Promise<Preview> {
	authorize(ctx, "scoring.edit");
	const { rows } = await sql<{ id: string; name: string; score: number; facts: ScoreFacts }>`
		select s.contact_id as id, s.score, s.facts,
			coalesce(nullif(btrim(c.first_name || ' ' || c.last_name), ''), c.email::text, c.phone, 'No name') as name
		from contact_scores s join contacts c on c.org_id = s.org_id and c.id = s.contact_id
		where c.deleted_at is null order by s.contact_id desc limit ${PREVIEWED + 1}`.execute(ctx.db);
	const pairs = rows
		.slice(0, PREVIEWED)
		.map(({ id, name, score, facts }) => ({ id, name, now: score, next: scoreOf(facts, weights).score }));
	const byMove = pairs
		.filter(({ now, next }) => now !== next)
		.sort((one, other) => Math.abs(other.next - other.now) - Math.abs(one.next - one.now));
	return { ...countMoves(pairs), isSample: rows.length > PREVIEWED, examples: byMove.slice(0, 5) };
}
