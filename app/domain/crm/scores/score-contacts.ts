import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type Reason, scoreOf } from "./rules.ts";
import { readScoreFacts } from "./score-facts.ts";
import { readScoring } from "./scoring-queries.ts";

export type Scored = { contactId: string; score: number; reasons: Reason[] };

/**
 * Computes the scores of contacts anew and keeps them with their reasons and facts; `contacts.score` is kept in step.
 * Three statements whatever their number, in the order of ids, so that two at once do not wait for each other in a
 * ring. Those that are not here, or lie in the trash, are left out. Running twice changes nothing more.
 */
export async function scoreContacts(ctx: Ctx, ids: readonly string[]): Promise<Scored[]> {
	authorize(ctx, "insights.request");
	const facts = await readScoreFacts(ctx, ids);
	if (facts.size === 0) return [];
	const { weights, version } = await readScoring(ctx);
	const rows = [...facts].map(([id, known]) => ({ id, facts: known, ...scoreOf(known, weights) }));
	await sql`
		with given as materialized (
			select g.* from jsonb_to_recordset(${jsonb(rows)}) as g (id uuid, score smallint, reasons jsonb, facts jsonb)
		),
		held as materialized (
			select c.id from contacts c where c.id = any(array(select id from given)) order by c.id for no key update
		),
		shown as (
			update contacts c set score = g.score from given g join held h on h.id = g.id
			where c.id = g.id and c.score is distinct from g.score
		)
		insert into contact_scores (org_id, contact_id, score, reasons, facts, weights_version, computed_at)
		select ${ctx.org}::uuid, g.id, g.score, g.reasons, g.facts, ${version}::int, ${ctx.now}::timestamptz
		from given g join held h on h.id = g.id order by g.id
		on conflict (org_id, contact_id) do update set score = excluded.score, reasons = excluded.reasons,
			facts = excluded.facts, weights_version = excluded.weights_version, computed_at = excluded.computed_at`.execute(
		ctx.db,
	);
	return rows.map(({ id, score, reasons }) => ({ contactId: id, score, reasons }));
}
