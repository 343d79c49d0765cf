import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { AiSettings } from "./budget.ts";
import { type AiBudget, dollarsOf } from "./schema.ts";

/**
 * Sets what a month's calls to models may cost (AI-2); null lifts the limit. Throws 409 when somebody has changed it
 * since it was shown.
 */
export async function changeBudget(ctx: Ctx, input: AiBudget): Promise<void> {
	authorize(ctx, "organisation.edit");
	const { ai } = await ctx.db
		.selectFrom("organisations")
		.select("ai")
		.where("id", "=", ctx.org)
		.forUpdate()
		.executeTakeFirstOrThrow();
	const { monthlyBudgetMicros: before = null, ...rest } = AiSettings.parse(ai);
	if (dollarsOf(before) !== input.kept) {
		throw conflict("Somebody changed the budget while you were here. Look at what it is now and save again.");
	}
	if (before === input.dollars) return;
	const after = input.dollars === null ? rest : { ...rest, monthlyBudgetMicros: input.dollars };
	await ctx.db
		.updateTable("organisations")
		.set({ ai: jsonb(after) })
		.where("id", "=", ctx.org)
		.execute();
	await ctx.record({
		name: "organisation.changed",
		subject: { type: "organisation", id: ctx.org },
		changes: { aiBudget: [before, input.dollars].map((micros) => dollarsOf(micros) || null) as [unknown, unknown] },
	});
}
