import { pollShopJob } from "#app/domain/integrations/jobs.ts";
import { beginPoll, endPoll, failPoll, keepPolledOrders, type Poll } from "#app/domain/leads/intake/poll-shop.ts";
import { providers } from "#app/providers/open.ts";
import { ShopError } from "#app/providers/shop/port.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";
import { permanently } from "./permanently.ts";

/** Pages of one run: a shop with more goes on in a next run, after others had their turn. */
const MOST_PAGES = 10;
const PAGE = 100;

type Step = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

export const pollShopHandler = handles(pollShopJob, ({ orgId, connectionId }, { requestId, now }) =>
	permanently(async () => {
		const actor = { kind: "system", name: "Shop polling" } as const;
		const step: Step = (fn) => inOrg({ org: orgId, actor, requestId, now }, fn);
		const poll = await step((ctx) => beginPoll(ctx, connectionId));
		if (!poll) return;
		try {
			const more = await readPages(poll, step);
			await step((ctx) => endPoll(ctx, { connectionId, more }));
		} catch (error) {
			if (!(error instanceof ShopError)) throw error;
			await step((ctx) => failPoll(ctx, { connectionId, error }));
		}
	}),
);

async function readPages(poll: Poll, step: Step): Promise<boolean> {
	const shop = providers().shop(poll.settings);
	let cursor = poll.cursor ?? shop.cursorAt(poll.since);
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const page = await shop.listOrdersSince({ cursor, locationIds: poll.locationIds, limit: PAGE });
		const { orders, nextCursor } = page;
		await step((ctx) => keepPolledOrders(ctx, { poll, orders, nextCursor }));
		if (!page.more) return false;
		cursor = nextCursor;
	}
	return true;
}
