import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { moveStage, removeStage, saveStage } from "#app/domain/crm/pipelines/change-stage.ts";
import { savePipeline } from "#app/domain/crm/pipelines/save-pipeline.ts";
import { PipelineName, StageInput } from "#app/domain/crm/pipelines/schema.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const stage = z.uuid();
const Act = z.discriminatedUnion("act", [
	PipelineName.extend({ act: z.literal("rename") }),
	StageInput.extend({ act: z.literal("save"), stage: stage.optional() }),
	z.object({ act: z.enum(["up", "down"]), stage }),
	z.object({ act: z.literal("remove"), stage, moveTo: z.uuid().optional() }),
]);

export const loader = () => redirect("/settings/pipelines");

/** Changes a pipeline: its name, and its stages one at a time. */
export const action = (args: ActionFunctionArgs) => {
	const pipelineId = args.params.id ?? "";
	const door = { permission: "pipelines.edit", schema: Act, to: "/settings/pipelines" } as const;
	return quickForm(args, door, async (ctx, input) => {
		switch (input.act) {
			case "rename":
				await savePipeline(ctx, { id: pipelineId, name: input.name });
				return "The pipeline is renamed.";
			case "save":
				await saveStage(ctx, { ...input, pipelineId, id: input.stage });
				return "The stage is saved.";
			case "remove":
				await removeStage(ctx, { pipelineId, id: input.stage, moveTo: input.moveTo });
				return "The stage is removed. Its deals stand where you chose.";
			default:
				await moveStage(ctx, { pipelineId, id: input.stage, down: input.act === "down" });
				return "The stages are in their new order.";
		}
	});
};
