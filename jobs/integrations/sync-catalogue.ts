import {
	type CatalogueCounts,
	endCatalogue,
	failCatalogue,
	openCatalogue,
	saveCatalogue,
	saveShopLocations,
} from "#app/domain/integrations/catalogue/sync-catalogue.ts";
import { syncCatalogueJob } from "#app/domain/integrations/jobs.ts";
import { providers } from "#app/providers/open.ts";
import { ShopError } from "#app/providers/shop/port.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import { handles } from "#jobs/handles.ts";
import { permanently } from "./permanently.ts";

type Step = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

export const syncCatalogueHandler = handles(syncCatalogueJob, ({ orgId, connectionId }, { requestId, now }) =>
	permanently(async () => {
		const actor = { kind: "system", name: "Shop catalogue" } as const;
		const step: Step = (fn) => inOrg({ org: orgId, actor, requestId, now }, fn);
		try {
			const counts = await readCatalogue(connectionId, step);
			await step((ctx) => endCatalogue(ctx, connectionId, counts));
		} catch (error) {
			if (!(error instanceof ShopError)) throw error;
			await step((ctx) => failCatalogue(ctx, connectionId, error));
			throw error.worthRetrying ? error : new PermanentFailure(error.message, { cause: error });
		}
	}),
);

async function readCatalogue(connectionId: string, step: Step): Promise<CatalogueCounts[]> {
	const { settings, places } = await step((ctx) => openCatalogue(ctx, connectionId));
	const shop = providers().shop(settings);
	const told = await shop.listLocations();
	await step((ctx) => saveShopLocations(ctx, connectionId, told));
	const counts: CatalogueCounts[] = [];
	for (const { externalId, locationId } of places) {
		const services = await shop.listServices(externalId);
		counts.push(await step((ctx) => saveCatalogue(ctx, { connectionId, locationId, services })));
	}
	return counts;
}
