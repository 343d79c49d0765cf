import { z } from "zod";
import { Graph } from "#app/domain/workflows/rules/graph.ts";

/** What a workflow's file begins with. */
export const FORMAT = "perigee.workflow";
export const FORMAT_VERSION = 1;

/** A file may be so large: 300 steps with long texts have less. */
export const MOST_FILE_BYTES = 1_048_576;

export const WorkflowFile = z.strictObject({
	format: z.literal(FORMAT),
	version: z.literal(FORMAT_VERSION),
	name: z.string().trim().min(1, "the workflow has no name").max(120),
	description: z.string().trim().max(1_000).default(""),
	graph: Graph,
});
export type WorkflowFile = z.output<typeof WorkflowFile>;
