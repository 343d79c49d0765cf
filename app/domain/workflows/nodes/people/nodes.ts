import type { NodeType } from "../node-type.ts";
import { approval } from "./approval.ts";
import { guided } from "./guided.ts";
import { subWorkflow } from "./sub-workflow.ts";

/** Steps that people or other workflows take. */
export const peopleNodes: readonly NodeType[] = [approval, guided, subWorkflow];
