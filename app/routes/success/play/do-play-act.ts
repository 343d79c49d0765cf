import { conflict, invalid } from "#app/base/errors.ts";
import { sayWholeDate } from "#app/base/words/say-time.ts";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import { answerFixed } from "#app/domain/success/guided/answer-fixed.ts";
import { keepTyped } from "#app/domain/success/guided/keep-typed.ts";
import { saveDraft } from "#app/domain/success/guided/save-draft.ts";
import { openThread } from "#app/domain/success/guided/threads.ts";
import { completePlay } from "#app/domain/success/queue/complete-play.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { OUTCOME_LABELS } from "#app/domain/success/schema.ts";
import { askThread, endThread, type WorkScope, within } from "#app/doors/success.ts";
import { carryOn } from "#app/doors/workflow-run.ts";
import { instantOf, type PlayForm } from "./play-forms.ts";

type Doing = { scope: WorkScope; playId: string; zone: string; signal: AbortSignal };

/** Does what a form of a play's page asks; answers where one goes then, and what is said there. */
export async function doPlayAct(doing: Doing, form: PlayForm): Promise<{ to: string; flash?: string }> {
	const { scope, playId, zone, signal } = doing;
	const here = `/success/${playId}`;
	await keepBeside(doing, form);
	switch (form.act) {
		case "open": {
			const { runId } = await within(scope, (ctx) => openPlay(ctx, playId));
			await carryOn(scope, runId, signal);
			return { to: here };
		}
		case "carry-on": {
			const { runId } = await within(scope, (ctx) => getPlay(ctx, playId));
			if (runId) await carryOn(scope, runId, signal);
			return { to: here, flash: "The step is taken up again." };
		}
		case "complete-step":
			return { to: here, flash: await completeStep(doing, form) };
		case "ask": {
			const threadId = await threadOf(doing, { ...form, text: "" });
			await askThread(scope, threadId, form.text, signal);
			return { to: `${here}#conversation` };
		}
		case "fixed": {
			const threadId = await threadOf(doing, form);
			await within(scope, (ctx) => answerFixed(ctx, threadId, form.question));
			return { to: `${here}#conversation` };
		}
		case "make": {
			await threadOf(doing, form);
			const { accountId } = await within(scope, (ctx) => getPlay(ctx, playId));
			return { to: `/accounts/${accountId}/artifacts?play=${playId}&step=${form.stepId}` };
		}
		case "complete":
			await within(scope, (ctx) => completePlay(ctx, playId, form));
			return { to: "/success", flash: `The play is completed: ${OUTCOME_LABELS[form.outcome].toLowerCase()}.` };
		case "skip-step": {
			const { stepId, reason } = form;
			await within(scope, (ctx) => executeAction(ctx, { playId, action: "skip", stepId, reason }));
			const { runId } = await within(scope, (ctx) => getPlay(ctx, playId));
			if (runId) await carryOn(scope, runId, signal);
			return { to: here, flash: "The step is skipped." };
		}
		case "skip":
			await within(scope, (ctx) => executeAction(ctx, { playId, action: "skip", reason: form.reason }));
			return { to: "/success", flash: "The play is skipped." };
		case "snooze":
		case "schedule": {
			const { act: action, day, time, reason = "" } = form;
			const until = instantOf(day, time, zone);
			await within(scope, (ctx) => executeAction(ctx, { playId, action, until, reason })).catch(toDay);
			return { to: "/success", flash: `The play comes back on ${sayWholeDate(day)} at ${time}.` };
		}
		case "escalate": {
			const { memberId, reason = "" } = form;
			await within(scope, (ctx) => executeAction(ctx, { playId, action: "escalate", memberId, reason }));
			return { to: here, flash: "The play is escalated, and a task tells of it." };
		}
		case "own": {
			const { action, reason = "" } = form;
			const done = await within(scope, (ctx) => executeAction(ctx, { playId, action, reason }));
			return { to: "/success", flash: `Done: ${done.label}.` };
		}
		case "enter":
			throw conflict(
				"Press the button of what you mean: more than the step is filled in. Nothing was done, all is kept.",
			);
	}
}

/** What is typed in the step is kept first, whatever else is pressed: what ends the step then shows it among what was done. */
async function keepBeside({ scope, playId }: Doing, form: PlayForm): Promise<void> {
	if (form.act === "complete-step" || !("stepId" in form) || !form.stepId) return;
	const { stepId, values, text = "" } = form;
	await within(scope, async (ctx) => {
		const { runId } = await getPlay(ctx, playId);
		await keepTyped(ctx, { runId, stepId }, { values: values.map((value) => value ?? null), text });
	});
}

async function completeStep(
	doing: Doing,
	{ stepId, values, text }: Extract<PlayForm, { act: "complete-step" }>,
): Promise<string> {
	const { scope, playId, signal } = doing;
	const { now } = await within(scope, (ctx) => getPlay(ctx, playId));
	if (now?.stepId !== stepId) throw conflict("This step is over already. What you filled in was not kept.");
	const { fields } = now.settings;
	const named = Object.fromEntries(fields.map(({ name }, index) => [name, values[index] ?? ""]));
	const threadId = await threadOf(doing, { stepId, values, text });
	const done = await endThread(scope, threadId, { values: named }, signal).catch((error: unknown) =>
		byPlace(
			error,
			fields.map(({ name }) => name),
		),
	);
	return done.nextStepId ? "The step is done." : "The last step is done. Say what came of the play.";
}

type Typed = { stepId: string; values: readonly (string | undefined)[]; text?: string | undefined };

/** The conversation of a step begins with whatever is done in it first; what is typed there is kept with it. */
async function threadOf({ scope, playId }: Doing, { stepId, values, text = "" }: Typed): Promise<string> {
	return within(scope, async (ctx) => {
		const { runId } = await getPlay(ctx, playId);
		if (!runId) throw conflict("This play was not begun yet. Open it first.");
		const { id } = await openThread(ctx, { runId, stepId });
		await saveDraft(ctx, id, { values: values.map((value) => value ?? null), text });
		return id;
	});
}

/** A step's fields are named by people; in the form they have places. */
function byPlace(error: unknown, names: readonly string[]): never {
	const fields = fieldsOf(error);
	if (!fields) throw error;
	throw invalid(
		"Some fields cannot be accepted.",
		Object.fromEntries(
			names.flatMap((name, index) =>
				fields[`values.${name}`] ? [[`values[${index}]`, fields[`values.${name}`]!]] : [],
			),
		),
	);
}

/** What is wrong with the instant stands beside the day. */
function toDay(error: unknown): never {
	const until = fieldsOf(error)?.until;
	throw until ? invalid("Some fields cannot be accepted.", { day: until }) : error;
}

function fieldsOf(error: unknown): Record<string, string[]> | undefined {
	const known = error as { status?: number; fields?: Record<string, string[]> } | undefined;
	return known?.status === 422 ? known.fields : undefined;
}
