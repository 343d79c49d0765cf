import type { NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { httpCall } from "./http.ts";
import { webhook } from "./webhook.ts";

/** Steps that reach other systems. */
export const outsideNodes: readonly NodeType[] = [httpCall, webhook];
