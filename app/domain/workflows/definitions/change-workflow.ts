import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { expressionProblem } from "#app/domain/workflows/rules/expressions.ts";
import type { Ctx } from "#db/context.ts";

const limit = z.coerce
	.number("Write a whole number.")
	.int("Write a whole number.")
	.min(1, "Write 1 or more, or nothing.")
	.max(100_000, "Write 100,000 at most.")
	.nullable()
	.default(null);

/** What a workflow is called and how many runs of it there may be (FLOW-4). The key is CEL over what a run begins with. */
export const WorkflowSettings = z.object({
	name: z.string("Give it a name.").trim().min(1, "Give it a name.").max(120, "Write 120 characters at most."),
	description: z.string().trim().max(1_000, "Write 1,000 characters at most.").default(""),
	mostRunning: limit,
	keyExpression: z
		.string()
		.trim()
		.max(500, "Write 500 characters at most.")
		.default("")
		.superRefine((text, context) => {
			const problem = text === "" ? null : expressionProblem(text);
			if (problem) context.addIssue({ code: "custom", message: problem });
		}),
	mostPerKey: limit,
	mostPerMinute: limit,
	whenFull: z.enum(["wait", "skip"]).default("wait"),
});

/** Changes a workflow's name, description and limits; runs under way keep their places. 404, 422 by field. */
export async function changeWorkflow(ctx: Ctx, id: string, input: z.input<typeof WorkflowSettings>): Promise<void> {
	authorize(ctx, "workflows.edit");
	const given = checkFields(WorkflowSettings, input);
	const before = isId(id)
		? await ctx.db
				.selectFrom("workflows")
				.select(["name", "most_running", "key_expression", "most_per_key", "most_per_minute", "when_full"])
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!before) throw notFound("workflow");
	const after = {
		name: given.name,
		most_running: given.mostRunning,
		key_expression: given.keyExpression,
		most_per_key: given.mostPerKey,
		most_per_minute: given.mostPerMinute,
		when_full: given.whenFull,
	};
	await ctx.db
		.updateTable("workflows")
		.set({ ...after, description: given.description, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	const changes = Object.fromEntries(
		(Object.keys(after) as (keyof typeof after)[])
			.filter((name) => before[name] !== after[name])
			.map((name): [string, [unknown, unknown]] => [name, [before[name], after[name]]]),
	);
	await ctx.record({ name: "workflow.changed", subject: { type: "workflow", id }, changes });
}
