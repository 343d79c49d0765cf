import { peopleNodes } from "#app/domain/workflows/nodes/people/nodes.ts";
import { addNodeTypes } from "#app/domain/workflows/nodes/registry.ts";

/** Every node type beside the engine's own, of whatever room; called once at boot, before anything runs. */
export function registerNodeTypes(): void {
	addNodeTypes(peopleNodes);
}
