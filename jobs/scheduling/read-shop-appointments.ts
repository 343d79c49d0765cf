import { findShopCalendars, readCalendar } from "#app/domain/scheduling/shop-calendar/read-shop-appointments.ts";
import { saveShopAppointments } from "#app/domain/scheduling/shop-calendar/save-shop-appointments.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Reads a shop's calendars, location by location. A failure leaves what was read before as it is. */
export async function readShopAppointments(
	{ orgId, connectionId }: { orgId: string; connectionId: string },
	{ requestId, now, signal }: Run,
): Promise<void> {
	const scope = { org: orgId, actor: { kind: "system", name: "Shop calendar" } as const, requestId, now };
	const found = await inOrg(scope, (ctx) => findShopCalendars(ctx, connectionId));
	if (!found) return;
	const shop = providers().shop(found.settings);
	for (const calendar of found.calendars) {
		signal.throwIfAborted();
		const visits = await readCalendar(shop, calendar);
		await inOrg(scope, (ctx) => saveShopAppointments(ctx, calendar, visits));
	}
}
