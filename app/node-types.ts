import { leadNodes } from "#app/domain/leads/workflow-nodes/nodes.ts";
import { aiNodes } from "#app/domain/workflows/nodes/ai/nodes.ts";
import { messageNodes } from "#app/domain/workflows/nodes/messages/nodes.ts";
import { outsideNodes } from "#app/domain/workflows/nodes/outside/nodes.ts";
import { peopleNodes } from "#app/domain/workflows/nodes/people/nodes.ts";
import { recordNodes } from "#app/domain/workflows/nodes/records/nodes.ts";
import { addNodeTypes } from "#app/domain/workflows/nodes/registry.ts";

/** Every node type beside the engine's own, of whatever room; called once at boot, before anything runs. */
export function registerNodeTypes(): void {
	for (const types of [peopleNodes, messageNodes, recordNodes, aiNodes, outsideNodes, leadNodes]) addNodeTypes(types);
}
