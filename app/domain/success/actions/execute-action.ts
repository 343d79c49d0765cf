import { conflict, invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { DAY } from "#app/base/time.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import { returnPlaysJob } from "#app/domain/success/jobs.ts";
import { endPlay } from "#app/domain/success/queue/complete-play.ts";
import { eventOf, type LockedPlay, lockOpenPlay } from "#app/domain/success/queue/lock-play.ts";
import { PLAY_TYPE_LABELS } from "#app/domain/success/schema.ts";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { pauseRun } from "#app/domain/workflows/running/change-run.ts";
import type { Ctx } from "#db/context.ts";
import { findOwnAction } from "./own-actions.ts";
import { NO_WORKER, PLAY_ACT_LABELS, PLAY_ACTS, type PlayAct, PlayAction } from "./schema.ts";

type Asked = {
	act: PlayAct;
	label: string;
	until: Date | null;
	reason: string;
	memberId: string | null;
	stepId: string | null;
};

export type Executed = { id: string; act: PlayAct; label: string; until: Date | null };

/** As far ahead as something may be put off. */
const LONGEST_MS = 2 * 365 * DAY;

/**
 * Puts a play off, skips it or a step of it, or gives it to somebody above (SUCCESS-6): the play and its run follow, it is
 * logged, and what was put off comes back by a job planned for that instant. 404, 409 for a play that is over, 422 by field.
 */
export async function executeAction(ctx: Ctx, input: PlayAction): Promise<Executed> {
	authorize(ctx, "success.work");
	const asked = await readAsked(ctx, checkFields(PlayAction, input));
	const play = await lockOpenPlay(ctx, input.playId);
	const id = newId();
	await ctx.db
		.insertInto("play_actions")
		.values({
			...{ org_id: ctx.org, id, play_id: play.id, run_id: play.runId, step_id: asked.stepId },
			...{ act: asked.act, label: asked.label, reason: asked.reason, until: asked.until },
			...{ member_id: asked.memberId, by_name: ctx.actor.name, at: ctx.now },
		})
		.execute();
	await ACTS[asked.act](ctx, play, asked);
	return { id, act: asked.act, label: asked.label, until: asked.until };
}

const ACTS: Readonly<Record<PlayAct, (ctx: Ctx, play: LockedPlay, asked: Asked) => Promise<void>>> = {
	async snooze(ctx, play, asked) {
		await putOff(ctx, play, "snoozed", asked.until!);
		await ctx.record({ name: "play.snoozed", ...eventOf(play, toldOf(asked)) });
	},
	async schedule(ctx, play, asked) {
		await putOff(ctx, play, "scheduled", asked.until!);
		await ctx.record({ name: "play.scheduled", ...eventOf(play, toldOf(asked)) });
	},
	async skip(ctx, play, asked) {
		if (asked.stepId) {
			if (!play.runId) throw conflict("This play has no step under way.");
			await completeGuidedStep(ctx, { runId: play.runId, stepId: asked.stepId, outcome: "skipped" });
			await closeThread(ctx, play.runId, asked.stepId);
		} else await endPlay(ctx, play, { state: "skipped", reason: asked.reason });
		await ctx.record({ name: "play.skipped", ...eventOf(play, toldOf(asked)) });
	},
	async escalate(ctx, play, { memberId, reason }) {
		await ctx.db
			.updateTable("plays")
			.set({ escalated_to: memberId, updated_at: ctx.now })
			.where("id", "=", play.id)
			.execute();
		const account = await ctx.db
			.selectFrom("accounts")
			.select("name")
			.where("id", "=", play.accountId)
			.executeTakeFirstOrThrow();
		await createTask(ctx, {
			title: `Escalated: ${PLAY_TYPE_LABELS[play.type].toLowerCase()} play of ${account.name}`.slice(0, 300),
			detail: reason,
			priority: "high",
			assignedTo: memberId!,
			subject: { type: "account", id: play.accountId },
		});
		const member = await nameOf(ctx, memberId!);
		await ctx.record({ name: "play.escalated", ...eventOf(play, { reason, member }) });
	},
};

const toldOf = ({ until, reason, stepId }: Asked) => ({
	...(reason ? { reason } : {}),
	...(until ? { until: until.toISOString() } : {}),
	...(stepId ? { stepId } : {}),
});

/** A run that is under way stands still meanwhile. */
async function putOff(ctx: Ctx, play: LockedPlay, state: "snoozed" | "scheduled", until: Date): Promise<void> {
	await ctx.db
		.updateTable("plays")
		.set({ state, due_at: until, updated_at: ctx.now })
		.where("id", "=", play.id)
		.execute();
	if (play.runId) {
		const run = await ctx.db
			.selectFrom("workflow_runs")
			.select("id")
			.where("id", "=", play.runId)
			.where("ended_at", "is", null)
			.executeTakeFirst();
		if (run) await pauseRun(ctx, run.id);
	}
	const key = `${ctx.org}:${until.toISOString()}`;
	await ctx.enqueue(returnPlaysJob, { orgId: ctx.org }, { after: until, key });
}

async function closeThread(ctx: Ctx, runId: string, stepId: string): Promise<void> {
	await ctx.db
		.updateTable("guided_threads")
		.set({ state: "closed", ended_at: ctx.now })
		.where("run_id", "=", runId)
		.where("step_id", "=", stepId)
		.where("state", "=", "open")
		.execute();
}

type Given = ReturnType<typeof checkFields<typeof PlayAction>>;

/** What is asked with what an action of the organisation's own adds, and what it needs. Throws 422 by field. */
async function readAsked(ctx: Ctx, given: Given): Promise<Asked> {
	const { action, reason = "", stepId = null } = given;
	const isOurs = (PLAY_ACTS as readonly string[]).includes(action);
	const own = isOurs ? null : await findOwnAction(ctx, action);
	const act = own?.act ?? (action as PlayAct);
	const isPutOff = act === "snooze" || act === "schedule";
	const until = given.until ?? (own?.days && isPutOff ? new Date(ctx.now.getTime() + own.days * DAY) : null);
	const memberId = given.memberId ?? own?.memberId ?? null;
	const asked = {
		act,
		label: own?.label ?? PLAY_ACT_LABELS[act],
		until: isPutOff ? until : null,
		reason,
		memberId,
		stepId,
	};
	const errors: Record<string, string[]> = {};
	if (isPutOff && !until) errors.until = ["Choose when it comes back."];
	if (isPutOff && until && until <= ctx.now) errors.until = ["Choose a day that is still to come."];
	if (isPutOff && until && until.getTime() > ctx.now.getTime() + LONGEST_MS) errors.until = ["Two years at most."];
	if (act === "skip" && !reason) asked.reason = own ? own.label : "";
	if (act === "skip" && !asked.reason) errors.reason = ["Say why it is skipped."];
	if (act === "escalate" && !memberId) errors.memberId = ["Choose who is to look at it."];
	if (act === "escalate" && memberId && !(await nameOf(ctx, memberId))) errors.memberId = [NO_WORKER];
	if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
	return asked;
}

/** A member's name, of those who may work on plays. */
async function nameOf(ctx: Ctx, memberId: string): Promise<string | undefined> {
	const row = await ctx.db
		.selectFrom("memberships")
		.select("name")
		.where("id", "=", memberId)
		.where("role", "in", rolesThatMay("success.work"))
		.executeTakeFirst();
	return row?.name;
}
