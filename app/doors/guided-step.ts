import type { z } from "zod";
import { AppError, type FieldErrors, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { getGuidedStep, listGuidedSteps, type OpenGuidedStep } from "#app/domain/workflows/guided/guided-queries.ts";
import { answerForm, type Done } from "./form.ts";
import { allowedMember, inOwnOrg, type Member, scopeOf, watched } from "./page.ts";
import type { Args } from "./request.ts";
import { carryOn } from "./workflow-run.ts";

/** What the form of a step says, and its fields' errors by the inputs that the page has. */
type Ending = {
	outcome: "done" | "skipped";
	values: Record<string, unknown>;
	reason: string;
	refused(error: AppError): FieldErrors;
};

/**
 * The door of a guided step's form: ends the step, carries its run on here as far as it goes without a call outside, and
 * leads to the next step of it that waits for a person, or else to the run.
 */
export async function endGuidedStep<Schema extends z.ZodType>(
	args: Args,
	stepId: string,
	schema: Schema,
	read: (step: OpenGuidedStep, input: z.output<Schema>) => Ending,
) {
	const permission = "guided-steps.complete";
	const member = await allowedMember(args, permission);
	return answerForm(args, schema, async (input) => {
		const step = await watched(args, member, permission, () =>
			inOwnOrg(args, member, async (ctx) => {
				const open = await getGuidedStep(ctx, stepId).catch((error: unknown) => isOver(error));
				if (!open) return undefined;
				const { refused, ...ending } = read(open, input);
				await completeGuidedStep(ctx, { runId: open.runId, stepId, ...ending }).catch((error: unknown) => {
					if (error instanceof AppError && error.status === 422) throw invalid(error.message, refused(error));
					throw error;
				});
				return open;
			}),
		);
		if (!step) return overBy(args);
		const next = await nextStep(args, member, step);
		return {
			to: next ? `/guided/${next.stepId}?run=${step.runId}` : `/runs/${step.runId}`,
			flash: "The step is kept.",
		};
	});
}

/** Nothing where there is no such step; other errors go through. */
function isOver(error: unknown): undefined {
	if (error instanceof AppError && error.status === 404) return undefined;
	throw error;
}

/** Where a form leads whose step is over by now: to its run, if the address names one. */
function overBy(args: Args): Done {
	const run = new URL(args.request.url).searchParams.get("run");
	if (!isId(run)) throw notFound("step that waits for a person");
	const message = "That step is over already: somebody else ended it, or its run has. What you filled in was not kept.";
	return { to: `/runs/${run}`, flash: { message, tone: "info" } };
}

async function nextStep(args: Args, member: Member, { runId }: OpenGuidedStep): Promise<OpenGuidedStep | undefined> {
	await carryOn(scopeOf(args, member), runId, args.request.signal);
	const [next] = await inOwnOrg(args, member, (ctx) =>
		listGuidedSteps(ctx, { runId, memberId: member.org.memberId, limit: 1 }),
	);
	return next;
}
