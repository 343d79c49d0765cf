import { z } from "zod";
import { moveStage, removeStage, saveStage } from "#app/domain/crm/pipelines/change-stage.ts";
import { savePipeline } from "#app/domain/crm/pipelines/save-pipeline.ts";
import { PipelineName, StageInput } from "#app/domain/crm/pipelines/schema.ts";

type Ctx = Parameters<typeof savePipeline>[0];

const pipeline = z.uuid();
const stage = z.uuid();

/** What the forms of the page send: `pipeline` and `stage` say which of them is meant. */
export const PipelineAct = z.discriminatedUnion("act", [
	PipelineName.extend({ act: z.literal("add") }),
	PipelineName.extend({ act: z.literal("rename"), pipeline }),
	StageInput.extend({ act: z.literal("save"), pipeline, stage: stage.optional() }),
	z.object({ act: z.enum(["up", "down"]), pipeline, stage }),
	z.object({
		...{ act: z.literal("remove"), pipeline, stage },
		moveTo: z.uuid("Choose the stage that its deals go to.").optional(),
	}),
]);
export type PipelineAct = z.output<typeof PipelineAct>;

/** Does what a form asked for; the sentence that says what was done. */
export async function doPipelineAct(ctx: Ctx, input: PipelineAct): Promise<string> {
	switch (input.act) {
		case "add":
			await savePipeline(ctx, { name: input.name });
			return `The pipeline ${input.name} is added, with three stages to begin with.`;
		case "rename":
			await savePipeline(ctx, { id: input.pipeline, name: input.name });
			return "The pipeline is renamed.";
		case "save": {
			const { act: _, pipeline: pipelineId, stage: id, ...values } = input;
			await saveStage(ctx, { ...values, pipelineId, id });
			return "The stage is saved.";
		}
		case "remove":
			await removeStage(ctx, { pipelineId: input.pipeline, id: input.stage, moveTo: input.moveTo });
			return input.moveTo ? "The stage is removed. Its deals stand where you chose." : "The stage is removed.";
		default:
			await moveStage(ctx, { pipelineId: input.pipeline, id: input.stage, down: input.act === "down" });
			return "The stages are in their new order.";
	}
}
