import type { handles } from "#jobs/handles.ts";
import { blankDeliveriesHandler } from "./blank-deliveries.ts";
import { pollShopHandler } from "./poll-shop.ts";
import { scheduleCataloguesHandler, schedulePollsHandler } from "./schedules.ts";
import { syncCatalogueHandler } from "./sync-catalogue.ts";

/** The jobs of this area and who does them. */
export const integrationsHandlers: ReturnType<typeof handles>[] = [
	pollShopHandler,
	schedulePollsHandler,
	syncCatalogueHandler,
	scheduleCataloguesHandler,
	blankDeliveriesHandler,
];
