import type { NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { assign } from "./assign.ts";
import { createRecord } from "./create-record.ts";
import { createTaskNode } from "./create-task.ts";
import { findRecord } from "./find-record.ts";
import { updateRecord } from "./update-record.ts";

/** Steps that read and change records. */
export const recordNodes: readonly NodeType[] = [findRecord, createRecord, updateRecord, assign, createTaskNode];
