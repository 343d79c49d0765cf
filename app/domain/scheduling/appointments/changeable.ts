import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";

/** Throws 409 with the reason when an appointment cannot be moved or cancelled by this actor now. */
export function refuseUnchangeable(ctx: Ctx, appointment: Appointment, done: "moved" | "cancelled"): void {
	if (appointment.origin === "shop") {
		throw conflict("This appointment was made in the shop system. Change it there, and it changes here.");
	}
	if (appointment.state === "cancelled") {
		throw conflict("This appointment is cancelled. Book a new one instead.");
	}
	if (appointment.state !== "booked") {
		throw conflict(`This appointment is over, so it cannot be ${done} any more.`);
	}
	if (ctx.actor.kind === "customer" && appointment.startsAt <= ctx.now) {
		throw conflict(`This appointment has already begun, so it cannot be ${done} here. Call us, please.`);
	}
}
