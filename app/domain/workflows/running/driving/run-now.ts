import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { flowKinds } from "#app/domain/workflows/nodes/registry.ts";
import { advance, begin } from "#app/domain/workflows/rules/advance.ts";
import { begunEvent, type Start, startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import type { RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { type VersionGraph, versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { jsonText } from "#db/client.ts";
import { house, inOrg, readInOrg, type Scope, writeOnce } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";
import { ANY_EVENT, topicsOf } from "#db/recording/event-rows.ts";
import { driveFrom } from "./drive-run.ts";
import type { Driver } from "./driver.ts";

/** How long a run is its process's own before another looks after it. */
const LEASE_MS = 60_000;

type Published = { number: number; name: string; flow: VersionGraph };
/** What new runs followed when this process looked last; the statement that begins one checks it. */
const published = new Map<string, Published>();

/**
 * Begins a run and carries it on in this process as far as it goes without a call outside (FLOW-3): for whoever waits for
 * its result. Each step is committed as ever; should the process die, a job takes the run up. Answers the run's id and
 * what is known of it, or null for a start that came before or has no place. Errors as `startRun`.
 */
export async function runNow(
	driver: Driver,
	scope: Scope,
	workflowId: string,
	start: Start,
): Promise<{ id: string; state: RunRecord["state"] | null } | null> {
	authorize(scope, "workflows.run");
	const key = `${scope.org}:${workflowId}`;
	const known = published.get(key) ?? (await look(scope, workflowId, key));
	const run = known && (await beginHere(driver, scope, workflowId, known, start));
	if (!run) {
		published.delete(key);
		const id = await inOrg(scope, (ctx) => startRun(ctx, workflowId, start));
		return id === null ? null : { id, state: null };
	}
	const topics = [ANY_EVENT, ...topicsOf({ name: "workflow.run-begun", ...begunEvent(workflowId, run.version, run) })];
	house().live.publish({ org: scope.org, topics }, []);
	await driveFrom({ ...driver, staysInside: true }, run);
	return { id: run.id, state: run.state };
}

/** The version that new runs follow; undefined for a workflow whose limits have to be asked. */
async function look(scope: Scope, workflowId: string, key: string): Promise<Published | undefined> {
	const found = await readInOrg(scope, async (ctx) => {
		const row = await ctx.db
			.selectFrom("workflows")
			.select(["published", "name", "key_expression", "most_running", "most_per_key", "most_per_minute"])
			.where("id", "=", workflowId)
			.executeTakeFirst();
		if (!row?.published || row.key_expression !== "" || (row.most_running ?? row.most_per_key ?? row.most_per_minute)) {
			return undefined;
		}
		return { number: row.published, name: row.name, flow: await versionGraph(ctx, workflowId, row.published) };
	});
	if (found) published.set(key, found);
	return found;
}

/**
 * One statement: the run, its first steps and its event, if the workflow is on and follows the version that was looked at.
 * Where anybody follows the beginnings of runs, it is the slow way's.
 */
async function beginHere(
	driver: Driver,
	scope: Scope,
	workflowId: string,
	{ number, name, flow }: Published,
	start: Start,
): Promise<RunRecord | undefined> {
	const first = begin(flow.trigger, newId);
	const { tokens } = advance(flow.index, flowKinds, [first], { kind: "left", token: first.id, port: "next" }, newId);
	// A start that may have come before, or that has nothing to do, is the slow way's.
	if (tokens.length === 0 || start.dedupeKey) return undefined;
	const now = driver.now();
	const id = newId();
	const steps = [
		{ id: first.id, node: first.node, scope: "", state: "done", port: "next" },
		...tokens.map((token) => ({ ...token, port: null })),
	];
	const { org, actor } = scope;
	const event = { name: "workflow.run-begun", ...begunEvent(workflowId, number, { id }) };
	const rows = await writeOnce(
		scope,
		sql<{ id: string }>`${sql.raw(KEPT)}
		with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, trigger, subject_type, subject_id,
				steps_begun, started_by, created_at, lease_until)
			select org_id, ${id}::uuid, id, ${number}::integer, 'running', ${jsonText(start.trigger)}::jsonb,
				${start.subject?.type ?? null}::text, ${start.subject?.id ?? null}::uuid, ${steps.length}::integer,
				${scope.actor.name}::text, ${now}::timestamptz, ${new Date(now.getTime() + LEASE_MS)}::timestamptz
			from workflows where org_id = ${org} and id = ${workflowId} and is_on and published = ${number} and deleted_at is null
				and not exists (select from workflow_triggers where org_id = ${org} and event_name = ${event.name})
				and not exists (select from workflow_steps where org_id = ${org} and state = 'waiting' and wait_event = ${event.name})
				and key_expression = '' and most_running is null and most_per_key is null and most_per_minute is null
			returning id
		), step as (
			insert into workflow_steps (org_id, run_id, id, node, scope, state, output, port, began_at, ended_at)
			select ${org}, run.id, s.id, s.node, s.scope, s.state,
				case when s.state = 'done' then ${jsonText(start.trigger)}::jsonb end, s.port, ${now}::timestamptz,
				case when s.state = 'done' then ${now}::timestamptz end
			from run, jsonb_to_recordset(${jsonText(steps)}::jsonb) as s(id uuid, node text, scope text, state text, port text)
		), event as (
			insert into events (org_id, id, at, name, actor_kind, actor_id, actor_name, subject_type, subject_id, data, ip, user_agent,
				request_id)
			select ${org}, ${newId()}::uuid, ${now}::timestamptz, ${event.name}, ${actor.kind}::text,
				${"id" in actor ? (actor.id ?? null) : null}::uuid, ${actor.name}::text, ${event.subject.type}::text,
				${event.subject.id}::uuid, ${jsonText(event.data)}::jsonb, ${scope.ip ?? null}::inet,
				${scope.userAgent?.slice(0, 400) ?? null}::text, ${scope.requestId}::text
			from run
		)
		select id from run`,
	);
	if (rows.length === 0) return undefined;
	return {
		org,
		id,
		workflow: { id: workflowId, name },
		version: number,
		state: "running",
		isDry: false,
		trigger: start.trigger,
		subject: start.subject ?? null,
		turn: 0,
		stepsBegun: steps.length,
		depth: 0,
		parent: null,
		replayOf: null,
		repeatsEffects: false,
		isLimited: false,
		key: null,
		steps: new Map(tokens.map((token) => [token.id, { ...token, ...UNTOUCHED }])),
		outputs: new Map([["", new Map<string, unknown>([[flow.trigger, start.trigger]])]]),
		flow,
	};
}

const UNTOUCHED = { path: "", loop: null, joined: null, attempt: 0, woken: null, busyUntil: null, output: null };
