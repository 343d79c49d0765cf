import { sql } from "kysely";
import { conflict, invalid, sqlState } from "#app/base/errors.ts";
import { isNear } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import {
	type ChosenSlot,
	chooseSlot,
	queueForSlot,
	slotTaken,
} from "#app/domain/scheduling/availability/choose-slot.ts";
import { getResource } from "#app/domain/scheduling/availability/member-place-queries.ts";
import { queueShopWrite } from "#app/domain/scheduling/shop-calendar/queue-shop-write.ts";
import type { Ctx } from "#db/context.ts";
import { type Appointment, getAppointment, lockAppointment } from "./appointment-queries.ts";
import { parentOf } from "./book-appointment.ts";
import { refuseUnchangeable } from "./changeable.ts";
import { durationOf } from "./move-queries.ts";
import { withdrawNotices } from "./notice-keys.ts";

export type MoveAppointment = {
	appointmentId: string;
	startsAt: Date;
	/** The version the mover saw; another one is a 409 whose `data.current` is what there is now. */
	version?: number | undefined;
	/** Members only, as for booking. */
	outsideHours?: boolean | undefined;
};

/**
 * Moves an appointment to another free slot of its location or member; the old one is free at once. To where it already is
 * changes nothing. What waits in the outbox about the old time is withdrawn. 409 with `data.alternatives` when
 * the slot is gone; its sequence rises by one.
 */
export async function moveAppointment(ctx: Ctx, input: MoveAppointment): Promise<Appointment> {
	authorize(ctx, "appointments.change");
	const startsAt = input.startsAt.getTime();
	if (!isNear(startsAt)) throw invalid("Choose a time.", { startsAt: ["Choose a time"] });
	const seen = await getAppointment(ctx, input.appointmentId);
	refuseUnchangeable(ctx, seen, "moved");
	const place = await getResource(ctx, seen);
	const wish = {
		place,
		durationMinutes: await durationOf(ctx, seen),
		startsAt,
		except: seen.id,
		outsideHours: input.outsideHours,
	};
	// Places before rows, like whoever books: two movers then never wait in a ring.
	await queueForSlot(ctx, wish);
	const current = await lockAppointment(ctx, seen.id);
	refuseUnchangeable(ctx, current, "moved");
	if (current.startsAt.getTime() === startsAt) return current;
	if (input.version !== undefined && input.version !== current.version) {
		throw conflict("Somebody else has changed this appointment meanwhile.", { current });
	}
	const slot = await chooseSlot(ctx, wish);
	if (!(await writeMove(ctx, current, slot))) throw await slotTaken(ctx, wish);
	await withdrawNotices(ctx, current, "moved");
	const moved = await getAppointment(ctx, current.id);
	await ctx.record({
		name: "appointment.moved",
		subject: { type: "appointment", id: moved.id },
		parent: parentOf(moved),
		changes: { startsAt: [current.startsAt.toISOString(), moved.startsAt.toISOString()] },
		data: {
			contactId: moved.contactId,
			leadId: moved.leadId,
			conversationId: moved.conversationId,
			locationId: moved.locationId,
			memberId: moved.memberId,
			serviceId: moved.serviceId,
			title: moved.title,
			startsAt: moved.startsAt.toISOString(),
			sequence: moved.sequence,
		},
		topics: [`calendar:${place.id}`],
	});
	await queueShopWrite(ctx, moved);
	return moved;
}

/** Whether the constraint let the row through. A savepoint, because a refusal would end the whole transaction. */
async function writeMove(ctx: Ctx, current: Appointment, slot: ChosenSlot): Promise<boolean> {
	await sql`savepoint moving`.execute(ctx.db);
	try {
		await ctx.db
			.updateTable("appointments")
			.set((eb) => ({
				bay: slot.bay,
				starts_at: new Date(slot.startsAt),
				ends_at: new Date(slot.endsAt),
				during: sql`tstzrange(${new Date(slot.from)}, ${new Date(slot.to)})`,
				sequence: eb("sequence", "+", 1),
				version: eb("version", "+", 1),
				sync_state: current.syncState === "none" ? "none" : "pending",
				sync_error: null,
				updated_at: ctx.now,
			}))
			.where("id", "=", current.id)
			.execute();
		await sql`release savepoint moving`.execute(ctx.db);
		return true;
	} catch (error) {
		if (sqlState(error) !== "23P01") throw error;
		await sql`rollback to savepoint moving`.execute(ctx.db);
		return false;
	}
}
