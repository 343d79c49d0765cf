import {
	concernsWholeShop,
	failCalendars,
	keepCalendar,
} from "#app/domain/scheduling/shop-calendar/note-calendar-reading.ts";
import {
	findShopCalendars,
	readCalendar,
	type ShopCalendar,
} from "#app/domain/scheduling/shop-calendar/read-shop-appointments.ts";
import { providers } from "#app/providers/open.ts";
import { ShopError } from "#app/providers/shop/port.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

type Payload = { orgId: string; connectionId: string; externalLocationId?: string | undefined };

/**
 * Reads a shop's calendars, location by location. A failure leaves what was read before as it is, stands on the
 * connection, and is nothing for the queue: the sweep asks again in five minutes.
 */
export async function readShopAppointments(
	{ orgId, ...which }: Payload,
	{ requestId, now, signal }: Run,
): Promise<void> {
	const scope = { org: orgId, actor: { kind: "system", name: "Shop calendar" } as const, requestId, now };
	const found = await inOrg(scope, (ctx) => findShopCalendars(ctx, which));
	if (!found) return;
	const ask = async (calendar: ShopCalendar) => readCalendar(providers().shop(found.settings), calendar);
	for (const [index, calendar] of found.calendars.entries()) {
		signal.throwIfAborted();
		const told = await ask(calendar).catch(shopError);
		if (!(told instanceof ShopError)) {
			await inOrg(scope, (ctx) => keepCalendar(ctx, calendar, told));
			continue;
		}
		const all = concernsWholeShop(told);
		await inOrg(scope, (ctx) => failCalendars(ctx, all ? found.calendars.slice(index) : [calendar], told));
		if (all) return;
	}
}

function shopError(error: unknown): ShopError {
	if (error instanceof ShopError) return error;
	throw error;
}
