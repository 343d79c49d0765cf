import { type RawBuilder, sql } from "kysely";
import type { OrgId } from "#app/base/ids.ts";
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

/** A turn beside the run that it changes. */
export type RunTurn = { run: RunRecord; turn: Turn; now: Date };

/**
 * Writes a turn in one statement, if the run is as it was read; raises the run's `turn`. Throws `TurnLost` where it is
 * not, so that the transaction and all that it did is rolled back.
 */
export async function saveTurn(ctx: Ctx, run: RunRecord, turn: Turn): Promise<void> {
	const { rows } = await turnStatement(ctx.org, [{ run, turn, now: ctx.now }]).execute(ctx.db);
	if (rows.length === 0) throw new TurnLost();
}

/**
 * The statement of turns: answers the numbers, in the list, of those whose run was as it had been read, and has moved.
 * Of two turns of one run one moves it.
 *
 * Its plan is kept. So that each run and step is looked up by its whole key, every entry names its organisation, compared
 * with a constant, which lets the planner expect one entry instead of the hundred it takes any such list for; the entry
 * of a step names its run; and that a run has not ended is asked by its state, which no index of a few runs promises.
 */
export function turnStatement(org: OrgId, turns: readonly RunTurn[]): RawBuilder<{ n: number }> {
	const runs = turns.map(({ run, turn: { begun, run: after }, now }, n) => ({
		n,
		org_id: org,
		id: run.id,
		turn: run.turn,
		state: after.state,
		begun: begun.length,
		// As text: null is an output too.
		output: after.output === undefined ? undefined : jsonText(after.output),
		error: after.error,
		error_node: after.errorNode,
		ended_at: after.hasEnded ? now : undefined,
		now,
	}));
	const changed = turns.flatMap(({ run, turn }, n) => turn.changed.map((step) => ({ ...step, n, run_id: run.id })));
	const begun = turns.flatMap(({ turn }, n) => turn.begun.map((step) => ({ ...step, n })));
	return sql<{ n: number }>`${sql.raw(KEPT)}
		with run as (
			update workflow_runs r set turn = r.turn + 1, state = g.state, steps_begun = r.steps_begun + g.begun,
				output = coalesce(g.output::jsonb, r.output), error = g.error, error_node = g.error_node, ended_at = g.ended_at,
				lease_until = case when g.ended_at is not null or g.state = 'waiting' then null else r.lease_until end
			from jsonb_to_recordset(${jsonText(runs)}::jsonb) as g(n integer, org_id uuid, id uuid, turn integer, state text,
				begun integer, output text, error text, error_node text, ended_at timestamptz, now timestamptz)
			where g.org_id = ${org} and r.org_id = g.org_id and r.id = g.id and r.turn = g.turn
				and r.state not in ('succeeded', 'failed', 'cancelled')
			returning r.org_id, r.id, g.n, g.now
		), changed as (
			update workflow_steps s set state = c.state, loop = c.loop, attempt = coalesce(c.attempt, s.attempt),
				input = coalesce(c.input, s.input), output = coalesce(c.output, s.output), port = c.port, error = c.error,
				effect = c.effect, wait_kind = c.wait_kind, wake_at = c.wake_at, wait_event = c.wait_event,
				wait_subject = c.wait_subject, wait_filter = c.wait_filter, woken = c.woken, busy_until = c.busy_until,
				from_record = coalesce(c.from_record, false), ended_at = c.ended_at
			from run join jsonb_to_recordset(${jsonText(changed)}::jsonb) as c(n integer, run_id uuid, id uuid, state text, loop jsonb,
				attempt smallint, input jsonb, output jsonb, port text, error text, effect text, wait_kind text,
				wake_at timestamptz, wait_event text, wait_subject uuid, wait_filter text, woken jsonb, busy_until timestamptz,
				from_record boolean, ended_at timestamptz) on c.n = run.n
			where s.org_id = run.org_id and s.run_id = c.run_id and s.id = c.id
		), begun as (
			insert into workflow_steps (org_id, run_id, id, node, scope, path, state, loop, joined, began_at)
			select run.org_id, run.id, b.id, b.node, b.scope, b.path, b.state, b.loop, b.joined, run.now
			from run join jsonb_to_recordset(${jsonText(begun)}::jsonb) as b(n integer, id uuid, node text, scope text,
				path text, state text, loop jsonb, joined jsonb) on b.n = run.n
		)
		select n from run`;
}
