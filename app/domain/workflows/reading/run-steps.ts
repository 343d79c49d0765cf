import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Ctx } from "#db/context.ts";
import { type KeptJson, keptJson } from "./get-run.ts";
import { maskedStep, secretType } from "./masked-input.ts";

export const STEP_STATES = [
	...(["ready", "busy", "waiting", "joining", "looping"] as const),
	...(["done", "failed", "cancelled", "joined"] as const),
];
export type StepState = (typeof STEP_STATES)[number];

/** One step of a run as it stands or ended. */
export type RunStep = {
	id: string;
	/** The node's id in the run's version. */
	node: string;
	/** "" outside loops, else the loops around it with the numbers of their items: "each_row:3". */
	path: string;
	state: StepState;
	/** How often it was tried again so far. */
	attempt: number;
	/** As it was filled, without secrets; and what it made. */
	input: KeptJson | null;
	output: KeptJson | null;
	/** By which way it was left. */
	port: string | null;
	error: string | null;
	/** What would have happened outside, of a run on trial. */
	effect: string | null;
	/** While it waits: for what, until when, and for which event about which record. */
	wait: {
		for: "time" | "event" | "person" | "run" | "retry";
		until: string | null;
		event: string | null;
		subject: string | null;
	} | null;
	/** Taken from an earlier run's record. */
	isFromRecord: boolean;
	beganAt: Date;
	endedAt: Date | null;
	/** The approval that it asks for. */
	approvalId: string | null;
	/** The message that it wrote, as it stands in the outbox now. */
	message: { id: string; state: MessageState } | null;
};

/** So many steps are a page of a run's story. */
const PAGE = 100;
/** Of an input or output, so many characters stand in the story. */
const MOST_TEXT = 4_000;

/** The steps of a run in the order in which they began, a page at a time; `after` and `next` are keys (FLOW-3). */
export async function listRunSteps(
	ctx: Ctx,
	runId: string,
	{ after, limit = PAGE }: { after?: string | undefined; limit?: number } = {},
): Promise<{ data: RunStep[]; next: string | null }> {
	authorize(ctx, "workflows.view");
	const key = after === undefined ? undefined : readKey(after);
	if (!isId(runId) || key === null) return { data: [], next: null };
	const { rows } = await sql<RunStep & { key: string; secretType: string | null }>`
		select ${columns(MOST_TEXT)}, ${secretType(ctx.org, runId)} as "secretType", s.began_at::text as key
		from workflow_steps s
		where s.org_id = ${ctx.org} and s.run_id = ${runId}
			${key ? sql`and (s.began_at, s.id) > (${key.at}::timestamptz, ${key.id}::uuid)` : sql``}
		order by s.began_at, s.id limit ${limit + 1}`.execute(ctx.db);
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		data: rows.slice(0, limit).map(({ key: _, ...step }) => maskedStep(step)),
		next: last ? `${last.key}_${last.id}` : null,
	};
}

/** One step of a run, its input and output whole (256 kB at most each). 404. */
export async function getRunStep(ctx: Ctx, runId: string, stepId: string): Promise<RunStep> {
	authorize(ctx, "workflows.view");
	const { rows } =
		isId(runId) && isId(stepId)
			? await sql<
					RunStep & { secretType: string | null }
				>`select ${columns(1_000_000)}, ${secretType(ctx.org, runId)} as "secretType" from workflow_steps s
				where s.org_id = ${ctx.org} and s.run_id = ${runId} and s.id = ${stepId}`.execute(ctx.db)
			: { rows: [] };
	if (!rows[0]) throw notFound("step");
	return maskedStep(rows[0]);
}

const columns = (most: number) => sql`s.id, s.node, s.path, s.state, s.attempt,
	${keptJson("s.input", most)} as input, ${keptJson("s.output", most)} as output, s.port, s.error, s.effect,
	case when s.state = 'waiting' then json_build_object('for', s.wait_kind,
		'until', to_char(s.wake_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
		'event', s.wait_event, 'subject', s.wait_subject) end as wait,
	s.from_record as "isFromRecord", s.began_at as "beganAt", s.ended_at as "endedAt", s.output->>'approval' as "approvalId",
	(select json_build_object('id', m.id, 'state', m.state) from messages m
		where m.org_id = s.org_id and m.direction = 'out' and m.id = case
			when s.output->>'message' ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then (s.output->>'message')::uuid end) as message`;

/** The instant, to the microsecond, and the id of a step; null for what is none. */
function readKey(text: string): { at: string; id: string } | null {
	const [at = "", id = ""] = text.split("_");
	return /^[\d :.+-]{10,40}$/.test(at) && isId(id) ? { at, id } : null;
}
