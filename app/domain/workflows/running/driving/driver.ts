import type { OrgId } from "#app/base/ids.ts";
import { Together } from "#app/base/together.ts";
import type { Outside } from "#app/domain/workflows/nodes/node-type.ts";
import { isPlain, planEnd, type StepEnd, savePlan } from "#app/domain/workflows/running/state/end-step.ts";
import { type LivingStep, type RunRecord, readRun } from "#app/domain/workflows/running/state/run-record.ts";
import { type RunTurn, TurnLost, turnStatement } from "#app/domain/workflows/running/state/save-turn.ts";
import { type Actor, type Ctx, house, inOrg, readInOrg, type Scope, writeOnce } from "#db/context.ts";

/** Who carries a run on, and with what. */
export type Driver = {
	org: OrgId;
	requestId: string;
	outside: Omit<Outside, "signal" | "within" | "org">;
	/** The process stops, or the job's time is up. */
	signal: AbortSignal;
	now(): Date;
	/** Hands over to a job what would reach outside: a process that serves pages does not wait for other people's. */
	staysInside?: boolean;
};

/** Reads a run as it is now; undefined when there is none. */
export function readAgain(driver: Driver, runId: string): Promise<RunRecord | undefined> {
	const actor: Actor = { kind: "system", name: "Workflows" };
	return readInOrg({ org: driver.org, actor, requestId: driver.requestId, now: driver.now() }, (ctx) =>
		readRun(ctx, runId),
	);
}

/** What a run does, it does as its workflow. */
export function scopeOfRun(driver: Driver, { id, workflow, depth }: RunRecord): Scope {
	const actor: Actor = { kind: "workflow", id: workflow.id, name: workflow.name, run: { id, depth } };
	return { org: driver.org, actor, requestId: driver.requestId, now: driver.now() };
}

/** Turns that end at the same time are committed together. */
const turns = new Together<RunTurn, boolean>(async (lot, org) => {
	const saved = await writeOnce({ org: org as OrgId }, turnStatement(org as OrgId, lot));
	const moved = new Set(saved.map(({ n }) => n));
	return lot.map((_turn, n) => moved.has(n));
});

/** Ends a step whose work is done: in one trip where the turn brings nothing but itself. */
export async function commit(driver: Driver, run: RunRecord, step: LivingStep, end: StepEnd): Promise<void> {
	const now = driver.now();
	const plan = planEnd(now, run, step, end);
	if (!isPlain(run, plan)) return transact(driver, run, (ctx) => savePlan(ctx, run, plan));
	if (!(await turns.add(run.org, { run, turn: plan.turn, now }))) throw new TurnLost();
	plan.apply();
}

/** Runs one turn; the run in memory follows only what was committed. */
export async function transact(driver: Driver, run: RunRecord, turn: (ctx: Ctx) => Promise<() => void>): Promise<void> {
	const apply = await inOrg(scopeOfRun(driver, run), turn);
	apply();
}

/** Whoever looks at the run sees it move. */
export function tell(run: RunRecord): void {
	house().live.publish(
		{ org: run.org, topics: [`workflow-run:${run.id}`, "workflow-runs", `workflow:${run.workflow.id}`] },
		[],
	);
}
