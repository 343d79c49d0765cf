import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { flowKinds } from "#app/domain/workflows/nodes/registry.ts";
import { advance, begin } from "#app/domain/workflows/rules/advance.ts";
import { begunEvent, type Start, startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import type { RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { type VersionGraph, versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { house, inOrg, readInOrg, type Scope } from "#db/context.ts";
import { ANY_EVENT, topicsOf } from "#db/recording/event-rows.ts";
import { beginnings } from "./begin-together.ts";
import { driveFrom } from "./drive-run.ts";
import type { Driver } from "./driver.ts";

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
 * The run, its first steps and its event, if the workflow is on and follows the version that was looked at. Where anybody
 * follows the beginnings of runs, it is the slow way's.
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
	const id = newId();
	const steps = [
		{ id: first.id, node: first.node, scope: "", state: "done", port: "next" },
		...tokens.map((token) => ({ ...token, port: null })),
	];
	const { org } = scope;
	const isBegun = await beginnings.add(org, { id, workflowId, number, start, steps, scope, now: driver.now() });
	if (!isBegun) return undefined;
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
