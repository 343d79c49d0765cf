import type { NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { assignLead } from "./assign-lead.ts";
import { enrolLead, stopLead } from "./change-lead-sequence.ts";
import { moveLeadNode } from "./move-lead-node.ts";
import { onLead } from "./on-lead.ts";
import { readLead } from "./read-lead.ts";

/** What workflows do with leads. */
export const leadNodes: readonly NodeType[] = [onLead, readLead, enrolLead, stopLead, moveLeadNode, assignLead];
