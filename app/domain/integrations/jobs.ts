import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** One connection of one organisation. */
const OneConnection = z.object({ orgId: z.uuid(), connectionId: z.uuid() });

/** Asks one shop for orders that changed, then plans its own next run. */
export const pollShopJob = defineJob({
	name: "integrations.poll-shop",
	payload: OneConnection,
	// A failed poll plans its next one itself, later each time; only faults of ours are retried by the queue.
	retry: { limit: 1, delaySeconds: 60, maxDelaySeconds: 60 },
	expireSeconds: 240,
	key: ({ connectionId }) => connectionId,
});

/**
 * The key of a poll that is wanted now or is overdue: beside the planned one, which may wait a quarter of an hour and
 * would swallow it. Whichever comes first takes the turn; the other finds nothing to do.
 */
export const pollNow = ({ connectionId }: { connectionId: string }) => ({ key: `${connectionId} now` });

/** The net below the chain of polls: finds connections whose time has come and starts them again. */
export const schedulePollsJob = defineJob({
	name: "integrations.schedule-polls",
	payload: z.object({}),
	retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
	concurrency: 1,
	key: () => "all",
});

/** Brings the services of one connection's locations in step with the shop's catalogue. */
export const syncCatalogueJob = defineJob({
	name: "integrations.sync-catalogue",
	payload: OneConnection,
	retry: { limit: 6, delaySeconds: 30, maxDelaySeconds: 3_600 },
	expireSeconds: 600,
	key: ({ connectionId }) => connectionId,
});

/** Finds connections whose catalogue was not read for a day. */
export const scheduleCataloguesJob = defineJob({
	name: "integrations.schedule-catalogues",
	payload: z.object({}),
	retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
	concurrency: 1,
	key: () => "all",
});

/** Takes personal data out of deliveries that have grown old. */
export const blankDeliveriesJob = defineJob({
	name: "integrations.blank-deliveries",
	payload: z.object({}),
	concurrency: 1,
	expireSeconds: 600,
	key: () => "all",
});
