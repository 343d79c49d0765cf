import type { Models } from "#app/providers/ai/port.ts";
import { providers } from "#app/providers/open.ts";

/** The process's models, for an endpoint that asks them between its transactions. */
export function endpointModels(): Models {
	return providers().models;
}
