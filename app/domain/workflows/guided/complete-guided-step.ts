import { z } from "zod";
import { conflict, type FieldErrors, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import type { Ctx } from "#db/context.ts";
import { type GuidedSettings, readValue } from "./schema.ts";

export const GuidedEnd = z.object({
	outcome: z.enum(["done", "skipped"], "Say whether it was done or skipped."),
	values: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Ends a guided step by a person's hand: the run goes on in the same transaction, by `next` with what they filled in, or by
 * `skipped` (FLOW-1). 404 for no such step; 409 for one that is over; 422 by field (`values.<name>`).
 */
export async function completeGuidedStep(
	ctx: Ctx,
	{ runId, stepId, ...input }: { runId: string; stepId: string } & z.input<typeof GuidedEnd>,
): Promise<void> {
	authorize(ctx, "guided-steps.complete");
	const { outcome, values } = checkFields(GuidedEnd, input);
	const step = await lockStep(ctx, runId, stepId);
	const settings = step.input as unknown as GuidedSettings;
	if (outcome === "skipped" && !settings.maySkip) {
		throw invalid("This step cannot be skipped.", { outcome: ["Do it, or cancel the run."] });
	}
	const isDone = outcome === "done";
	const read = isDone ? readValues(settings, values ?? {}) : {};
	const data = { outcome, values: read, by: ctx.actor.name };
	await ctx.record({
		name: isDone ? "guided-step.completed" : "guided-step.skipped",
		subject: { type: "workflow", id: step.workflow_id },
		data: { title: settings.title, run: runId },
		...(step.subject_type && step.subject_id ? { parent: { type: step.subject_type, id: step.subject_id } } : {}),
	});
	if ((await wakeSteps(ctx, [{ runId, stepId, woken: { by: "person", data } }])) === 0) throw over();
}

const over = () => conflict("This step is over already. What you filled in was not kept.");

/** The run is locked first, as everybody does who changes its steps. */
async function lockStep(ctx: Ctx, runId: string, stepId: string) {
	if (!isId(runId) || !isId(stepId)) throw notFound("step");
	const run = await ctx.db
		.selectFrom("workflow_runs")
		.select(["workflow_id", "version_number", "subject_type", "subject_id"])
		.where("id", "=", runId)
		.forUpdate()
		.executeTakeFirst();
	const step = await ctx.db
		.selectFrom("workflow_steps")
		.select(["node", "state", "input"])
		.where("run_id", "=", runId)
		.where("id", "=", stepId)
		.executeTakeFirst();
	if (!run || !step) throw notFound("step");
	const { index } = await versionGraph(ctx, run.workflow_id, run.version_number);
	if (index.nodes.get(step.node)?.type !== "guided") throw notFound("step");
	if (step.state !== "waiting") throw over();
	return { ...run, ...step };
}

function readValues({ fields }: GuidedSettings, given: Record<string, unknown>): Record<string, unknown> {
	const errors: FieldErrors = {};
	const values: Record<string, unknown> = {};
	for (const field of fields) {
		const read = readValue(field, given[field.name]);
		if ("error" in read) errors[`values.${field.name}`] = [read.error];
		else values[field.name] = read.value;
	}
	if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
	return values;
}
