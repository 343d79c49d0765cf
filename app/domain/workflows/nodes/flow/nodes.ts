import type { NodeType } from "../node-type.ts";
import { branch } from "./branch.ts";
import { end } from "./end.ts";
import { forEach } from "./for-each.ts";
import { join, race } from "./join.ts";
import { switchNode } from "./switch.ts";
import { transform } from "./transform.ts";
import { waitEvent } from "./wait-event.ts";
import { waitTime } from "./wait-time.ts";

/** What a workflow needs whatever it is about. */
export const flowNodes: readonly NodeType[] = [
	branch,
	switchNode,
	forEach,
	join,
	race,
	waitTime,
	waitEvent,
	transform,
	end,
];
