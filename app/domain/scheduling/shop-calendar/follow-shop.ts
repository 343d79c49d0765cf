import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import type { Ctx } from "#db/context.ts";

/** Asks for the calendars of the connection that an event is about. */
export async function followShop(ctx: Ctx, eventId: string): Promise<void> {
	const event = await ctx.db.selectFrom("events").select("subject_id").where("id", "=", eventId).executeTakeFirst();
	if (event) await ctx.enqueue(readShopAppointmentsJob, { orgId: ctx.org, connectionId: event.subject_id });
}
