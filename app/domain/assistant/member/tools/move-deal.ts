import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import type { Ctx } from "#db/context.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({
	dealId: z.uuid(),
	stage: z.string().trim().min(1).max(100).describe("The stage's name"),
	lostReason: z.string().trim().max(300).optional(),
});

export const moveDeal: ChangeTool<z.output<typeof Input>> = {
	name: "move_deal",
	purpose: "Move a deal to another stage of its pipeline.",
	permission: "deals.edit",
	input: Input,
	async words(ctx, { dealId, stage }) {
		const deal = await getRecord(ctx, "deal", dealId);
		return `Move the deal “${deal.name}” from ${deal.names.stageId ?? "its stage"} to ${(await stageOf(ctx, dealId, stage)).name}`;
	},
	async carryOut(ctx, { dealId, stage, lostReason }) {
		const to = await stageOf(ctx, dealId, stage);
		await updateDeal(ctx, { id: dealId, stageId: to.id, ...(lostReason ? { lostReason } : {}) });
		return { message: `The deal stands in ${to.name} now.`, href: `/deals/${dealId}` };
	},
};

async function stageOf(ctx: Ctx, dealId: string, name: string): Promise<{ id: string; name: string }> {
	const stages = await ctx.db
		.selectFrom("pipeline_stages as s")
		.innerJoin("deals as d", (join) =>
			join.onRef("d.org_id", "=", "s.org_id").onRef("d.pipeline_id", "=", "s.pipeline_id"),
		)
		.select(["s.id", "s.name"])
		.where("d.id", "=", dealId)
		.where("s.deleted_at", "is", null)
		.orderBy("s.position")
		.execute();
	const found = stages.find((stage) => stage.name.toLowerCase() === name.toLowerCase());
	if (!found) throw invalid(`There is no stage “${name}”. There are ${stages.map((stage) => stage.name).join(", ")}.`);
	return found;
}
