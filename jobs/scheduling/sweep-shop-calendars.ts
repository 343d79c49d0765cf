import { sweepShopCalendars as sweep } from "#app/domain/scheduling/shop-calendar/sweep-shop-calendars.ts";
import type { Run } from "#jobs/handles.ts";

/** Every five minutes: all shops' calendars, and what did not reach them. */
export async function sweepShopCalendars(_: object, { now }: Run): Promise<void> {
	await sweep(now);
}
