import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { fireTriggersJob } from "#app/domain/workflows/jobs.ts";
import { namesAwaiting } from "#app/domain/workflows/rules/event-groups.ts";
import { type ExpressionData, isTrue } from "#app/domain/workflows/rules/expressions.ts";
import { type Wake, wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import { MOST_DEPTH } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import type { RecordedEvent } from "#db/recording/dispatch.ts";

/**
 * Wakes the runs that wait for what a transaction recorded, within it, and has the workflows begun that it triggers. One
 * statement by two indexes tells whether anybody cares; it reads no more than those who do, however many wait for others.
 */
export async function followEvents(ctx: Ctx, events: readonly RecordedEvent[]): Promise<void> {
	const names = [...new Set(events.map(({ name }) => name))];
	const awaited = [...new Set(names.flatMap(namesAwaiting))];
	const subjects = [...new Set(events.flatMap(subjectsOf))];
	const { rows } = await sql<Listener>`
		select null as run_id, workflow_id as step_id, event_name as name, null as subject, filter, null as trigger
		from workflow_triggers where org_id = ${ctx.org} and event_name = any(${names})
		union all
		select s.run_id, s.id, s.wait_event, s.wait_subject, s.wait_filter,
			(select r.trigger from workflow_runs r where r.org_id = s.org_id and r.id = s.run_id)
		from (
			select * from workflow_steps where org_id = ${ctx.org} and state = 'waiting' and wait_event = any(${awaited})
				and wait_subject = any(${subjects}::uuid[])
			union all
			select * from workflow_steps where org_id = ${ctx.org} and state = 'waiting' and wait_event = any(${awaited})
				and wait_subject is null
		) s`.execute(ctx.db);
	if (rows.length === 0) return;
	const waiting = rows.filter(({ run_id }) => run_id !== null);
	await wakeSteps(ctx, [...wakesOf(ctx, waiting, events)]);
	await fire(
		ctx,
		rows.filter(({ run_id }) => run_id === null),
		events,
	);
}

/** A step that waits, or without a run a workflow that is triggered. */
type Listener = {
	run_id: string | null;
	step_id: string;
	name: string;
	subject: string | null;
	filter: string | null;
	trigger: Record<string, unknown> | null;
};

function* wakesOf(ctx: Ctx, waiting: readonly Listener[], events: readonly RecordedEvent[]): Generator<Wake> {
	for (const { run_id, step_id, name, subject, filter, trigger } of waiting) {
		const event = events.find(
			(one) =>
				namesAwaiting(one.name).includes(name) &&
				(subject === null || subjectsOf(one).includes(subject)) &&
				(!filter || holds(filter, { trigger: trigger ?? {}, steps: {}, now: ctx.now, event: eventData(one, ctx.now) })),
		);
		if (event) yield { runId: run_id!, stepId: step_id, woken: { by: "event", data: eventData(event, ctx.now) } };
	}
}

/** What an event is about: its subject, its parent, and the contact and the lead that it names, as every message does. */
function subjectsOf({ subject, parent, data }: RecordedEvent): string[] {
	return [subject.id, parent?.id, data.contactId, data.leadId].filter((id): id is string => isId(id));
}

/** Runs are begun by a job: whoever changed a record does not wait for what others drew. */
async function fire(ctx: Ctx, triggered: readonly Listener[], events: readonly RecordedEvent[]): Promise<void> {
	const names = new Set(triggered.map(({ name }) => name));
	const byDepth = Map.groupBy(
		events.filter(({ name }) => names.has(name)),
		({ by }) => (by.run ? by.run.depth + 1 : 0),
	);
	for (const [depth, some] of byDepth) {
		if (depth > MOST_DEPTH) {
			await stop(ctx, triggered, some, depth);
			continue;
		}
		const eventIds = some.map(({ id }) => id);
		for (let from = 0; from < eventIds.length; from += 1_000) {
			await ctx.enqueue(fireTriggersJob, { orgId: ctx.org, eventIds: eventIds.slice(from, from + 1_000), depth });
		}
	}
}

/** Workflows that set each other off end here, and the audit log says so: once for each workflow and transaction. */
async function stop(
	ctx: Ctx,
	triggered: readonly Listener[],
	events: readonly RecordedEvent[],
	depth: number,
): Promise<void> {
	const causes = triggered.flatMap(({ step_id, name, filter }) => {
		const cause = events.find(
			(one) => one.name === name && name !== "workflow.not-begun" && passes(filter, one, ctx.now),
		);
		return cause ? [{ workflowId: step_id, cause }] : [];
	});
	await ctx.recordMany(
		causes.map(({ workflowId, cause }) => ({
			name: "workflow.not-begun",
			subject: { type: "workflow", id: workflowId },
			data: { event: cause.name, times: MOST_DEPTH },
			by: { kind: "system", name: "Workflows" },
			run: { id: cause.by.run!.id, depth },
		})),
	);
}

function passes(filter: string | null, one: RecordedEvent, now: Date): boolean {
	const event = eventData(one, now);
	return !filter?.trim() || holds(filter, { trigger: { event }, steps: {}, event, now });
}

/** An event as expressions read it. */
export type EventData = {
	id: string;
	name: string;
	at: string;
	subject: { type: string; id: string };
	parent: { type: string; id: string } | null;
	actor: { kind: string; name: string };
	changes: Record<string, [unknown, unknown]>;
	data: Record<string, unknown>;
};

function eventData({ id, name, subject, parent, by, changes, data }: RecordedEvent, now: Date): EventData {
	const actor = { kind: by.kind, name: by.name };
	return { id, name, at: now.toISOString(), subject, parent: parent ?? null, actor, changes, data };
}

/** A filter that cannot be worked out lets nothing pass: a wait goes on. */
function holds(filter: string, data: ExpressionData): boolean {
	try {
		return isTrue(filter, data);
	} catch {
		return false;
	}
}
