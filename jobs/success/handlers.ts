import type { handles } from "#jobs/handles.ts";
import { followAccountsHandler, orchestrateHandler, scheduleMorningsHandler } from "./orchestrate.ts";
import { returnPlaysHandler } from "./return-plays.ts";
import { forgetDeliveriesHandler, takeDeliveryHandler } from "./take-delivery.ts";

/** The jobs of this area and who does them. */
export const successHandlers: ReturnType<typeof handles>[] = [
	followAccountsHandler,
	orchestrateHandler,
	scheduleMorningsHandler,
	returnPlaysHandler,
	takeDeliveryHandler,
	forgetDeliveriesHandler,
];
