import { type RawBuilder, sql } from "kysely";
import type { RunState } from "#app/domain/workflows/schema.ts";
import { jsonText } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";
import type { RunRecord } from "./run-record.ts";

/** A step as one turn leaves it. What is absent stays null: each turn says all of a step. */
export type StepRow = {
	id: string;
	node: string;
	scope: string;
	path: string;
	state: string;
	loop?: unknown;
	joined?: unknown;
	attempt?: number;
	input?: unknown;
	output?: unknown;
	port?: string | null;
	error?: string | null;
	effect?: string | null;
	wait_kind?: string | null;
	wake_at?: Date | null;
	wait_event?: string | null;
	wait_subject?: string | null;
	wait_filter?: string | null;
	woken?: unknown;
	busy_until?: Date | null;
	from_record?: boolean;
	ended_at?: Date | null;
};

/** What one turn does to a run: steps that change and steps that begin. */
export type Turn = {
	changed: readonly StepRow[];
	begun: readonly StepRow[];
	run: { state: RunState; output?: unknown; error?: string | null; errorNode?: string | null; hasEnded?: boolean };
};

/** Somebody else changed the run since it was read. */
export class TurnLost extends Error {}

/**
 * Writes a turn in one statement, if the run is as it was read; raises the run's `turn`. Throws `TurnLost` where it is
 * not, so that the transaction and all that it did is rolled back.
 */
export async function saveTurn(ctx: Ctx, run: RunRecord, turn: Turn): Promise<void> {
	const { rows } = await turnStatement(run, turn, ctx.now).execute(ctx.db);
	if (rows.length === 0) throw new TurnLost();
}

/** The statement of a turn: answers the run's id, or nothing where the run is not as it was read. */
export function turnStatement(run: RunRecord, turn: Turn, now: Date): RawBuilder<{ id: string }> {
	const { state, output, error = null, errorNode = null, hasEnded = false } = turn.run;
	return sql<{ id: string }>`${sql.raw(KEPT)}
		with run as (
			update workflow_runs set turn = turn + 1, state = ${state}, steps_begun = steps_begun + ${turn.begun.length}::integer,
				output = coalesce(${output === undefined ? null : jsonText(output)}::jsonb, output), error = ${error},
				error_node = ${errorNode}, ended_at = ${hasEnded ? now : null}::timestamptz,
				lease_until = case when ${hasEnded}::boolean or ${state}::text = 'waiting' then null else lease_until end
			where org_id = ${run.org} and id = ${run.id} and turn = ${run.turn} and ended_at is null
			returning id
		), changed as (
			update workflow_steps s set state = c.state, loop = c.loop, attempt = coalesce(c.attempt, s.attempt),
				input = coalesce(c.input, s.input), output = coalesce(c.output, s.output), port = c.port, error = c.error,
				effect = c.effect, wait_kind = c.wait_kind, wake_at = c.wake_at, wait_event = c.wait_event,
				wait_subject = c.wait_subject, wait_filter = c.wait_filter, woken = c.woken, busy_until = c.busy_until,
				from_record = coalesce(c.from_record, false), ended_at = c.ended_at
			from run, jsonb_to_recordset(${jsonText(turn.changed)}::jsonb) as c(id uuid, state text, loop jsonb, attempt smallint,
				input jsonb, output jsonb, port text, error text, effect text, wait_kind text, wake_at timestamptz,
				wait_event text, wait_subject uuid, wait_filter text, woken jsonb, busy_until timestamptz, from_record boolean,
				ended_at timestamptz)
			where s.org_id = ${run.org} and s.run_id = run.id and s.id = c.id
		), begun as (
			insert into workflow_steps (org_id, run_id, id, node, scope, path, state, loop, joined, began_at)
			select ${run.org}, run.id, b.id, b.node, b.scope, b.path, b.state, b.loop, b.joined, ${now}::timestamptz
			from run, jsonb_to_recordset(${jsonText(turn.begun)}::jsonb)
				as b(id uuid, node text, scope text, path text, state text, loop jsonb, joined jsonb)
		)
		select id from run`;
}
