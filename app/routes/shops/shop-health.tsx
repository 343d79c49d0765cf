import { Status } from "#app/ui/signs/badge.tsx";

/** How a connection is, in two words. */
export function ShopHealth({
	shop,
}: {
	shop: {
		enabled: boolean;
		failingSince: unknown;
		catalogueError: string | null;
		calendarFailing: boolean;
		polledAt: unknown;
	};
}) {
	if (!shop.enabled) return <Status>Paused</Status>;
	if (shop.failingSince) return <Status tone="bad">Failing</Status>;
	if (shop.calendarFailing) return <Status tone="bad">Calendar not read</Status>;
	if (shop.catalogueError) return <Status tone="warn">Catalogue not read</Status>;
	return shop.polledAt ? <Status tone="good">Working</Status> : <Status tone="info">Starting</Status>;
}
