import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { cancelAppointment } from "./cancel-appointment.ts";

/**
 * Follows a member's leaving: the appointments still to come with them are cancelled, so that every customer is told
 * and nobody waits in vain. Running twice cancels once; past appointments keep their name.
 */
export async function releaseMember(ctx: Ctx, eventId: string): Promise<void> {
	authorize(ctx, "appointments.change");
	const event = await ctx.db
		.selectFrom("events")
		.select(["name", "subject_id", "data"])
		.where("id", "=", eventId)
		.executeTakeFirst();
	if (event?.name !== "member.removed" || !event.subject_id) return;
	const { name } = event.data as { name?: string };
	const rows = await ctx.db
		.selectFrom("appointments")
		.select("id")
		.where("resource_id", "=", event.subject_id)
		.where("state", "=", "booked")
		.where("ends_at", ">", ctx.now)
		.where("starts_at", ">", ctx.now)
		.orderBy("id")
		.execute();
	for (const { id } of rows) {
		await cancelAppointment(ctx, { appointmentId: id, reason: `${name ?? "The member"} no longer works here` });
	}
}

/** How many appointments are still to come with a member: what their removal would cancel. */
export async function countUpcoming(ctx: Ctx, memberId: string): Promise<number> {
	authorize(ctx, "appointments.view");
	const { count } = await ctx.db
		.selectFrom("appointments")
		.select((eb) => eb.fn.countAll<number>().as("count"))
		.where("resource_id", "=", memberId)
		.where("state", "=", "booked")
		.where("ends_at", ">", ctx.now)
		.where("starts_at", ">", ctx.now)
		.executeTakeFirstOrThrow();
	return Number(count);
}
