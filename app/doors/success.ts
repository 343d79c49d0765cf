import type { z } from "zod";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import { askInThread } from "#app/domain/success/guided/ask-in-thread.ts";
import { completeThread, nextStepOf, type ThreadEnd } from "#app/domain/success/guided/complete-thread.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg, type Scope } from "#db/context.ts";
import { answerForm, type Done } from "./form.ts";
import { allowedMember, type Member, scopeOf, watched } from "./page.ts";
import type { Args } from "./request.ts";
import { carryOn } from "./workflow-run.ts";

/** Completes a thread, lets its run go on, and answers where: the step that is over, and the next that waits for somebody. */
export async function endThread(scope: Scope, threadId: string, end: ThreadEnd, signal: AbortSignal) {
	const thread = await inOrg(scope, (ctx) => completeThread(ctx, threadId, end));
	await carryOn(scope, thread.runId, signal);
	const nextStepId = await inOrg(scope, (ctx) => nextStepOf(ctx, thread.runId));
	return { thread, returnToStep: thread.stepId, nextStepId };
}

/** A free question in a thread, with the model between two transactions. */
export const askThread = (scope: Scope, threadId: string, text: string, signal: AbortSignal) =>
	askInThread(scope, { threadId, text }, providers().models, signal);

/** The door of a form whose work opens transactions of its own. */
export async function workForm<Schema extends z.ZodType>(
	args: Args,
	{ permission, schema }: { permission: PermissionName; schema: Schema },
	fn: (scope: Scope, input: z.output<Schema>, member: Member) => Promise<Done>,
) {
	const member = await allowedMember(args, permission);
	return answerForm(args, schema, (input) =>
		watched(args, member, permission, () => fn(scopeOf(args, member), input, member)),
	);
}

export type WorkScope = Scope;

/** As `inOrg`, for forms of `workForm`: routes know no database. */
export const within = inOrg;
