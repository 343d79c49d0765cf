import { z } from "zod";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import type { Ctx } from "#db/context.ts";

/** For whom a guided run is begun: a customer account, the member who works through it, and how pressing it is. */
export const GuidedStart = z.object({
	customerId: z.uuid("Name a customer by an account's id."),
	csmId: z.uuid("Name a member by their id.").optional(),
	priority: z.union([z.number(), z.string().trim().max(40)]).optional(),
});

/**
 * Begins a run of a workflow that people work through, about a customer account (SUCCESS-4); its trigger is what was given.
 * 404 for no such workflow; 409 for one without guided steps, never published, or without room; 422 by field.
 */
export async function startGuidedRun(
	ctx: Ctx,
	workflowId: string,
	input: z.input<typeof GuidedStart>,
): Promise<{ id: string }> {
	authorize(ctx, "workflows.run");
	const given = checkFields(GuidedStart, input);
	const workflow = isId(workflowId)
		? await ctx.db
				.selectFrom("workflows")
				.select("published")
				.where("id", "=", workflowId)
				.where("deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!workflow) throw notFound("workflow");
	await assertPeople(ctx, given);
	if (workflow.published === null) throw conflict("This workflow was never published. Publish it first.");
	const { graph } = await versionGraph(ctx, workflowId, workflow.published);
	if (!graph.nodes.some(({ type }) => type === "guided")) {
		throw conflict("This workflow has no guided steps. Begin it with execute.");
	}
	const subject = { type: "account", id: given.customerId };
	const id = await startRun(ctx, workflowId, { trigger: { ...given, subject }, subject }, { evenIfOff: true });
	if (!id) throw conflict("The workflow's limits leave no room for another run now. Nothing was begun.");
	return { id };
}

async function assertPeople(ctx: Ctx, { customerId, csmId }: z.output<typeof GuidedStart>): Promise<void> {
	const account = await ctx.db
		.selectFrom("accounts")
		.select("id")
		.where("id", "=", customerId)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!account) throw invalid("Some fields cannot be accepted.", { customerId: ["There is no such account here."] });
	if (!csmId) return;
	const member = await ctx.db.selectFrom("memberships").select("role").where("id", "=", csmId).executeTakeFirst();
	const isWorker = (rolesThatMay("guided-steps.complete") as string[]).includes(member?.role ?? "");
	const said = member
		? "This member only looks on. Name one who may go through steps."
		: "There is no such member here.";
	if (!isWorker) throw invalid("Some fields cannot be accepted.", { csmId: [said] });
}
