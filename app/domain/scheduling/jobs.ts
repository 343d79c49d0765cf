import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Follows an appointment's event: confirmation by email and SMS, and the reminders to come. */
export const confirmAppointmentJob = defineJob({
	name: "scheduling.confirm-appointment",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});

/** Follows a member's leaving: what was still to come with them is cancelled, and the customers are told. */
export const releaseMemberJob = defineJob({
	name: "scheduling.release-member",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});

/** A reminder, a day or two hours before. It looks again: `sequence` is the one it was planned for. */
export const remindAppointmentJob = defineJob({
	name: "scheduling.remind-appointment",
	payload: z.object({
		orgId: z.uuid(),
		appointmentId: z.uuid(),
		sequence: z.int().min(0),
		before: z.enum(["day", "hours"]),
	}),
});

/** Writes what is booked, moved or cancelled here into the shop's calendar. The shop may be away for an hour or two. */
export const writeAppointmentJob = defineJob({
	name: "scheduling.write-appointment",
	payload: z.object({ orgId: z.uuid(), appointmentId: z.uuid() }),
	retry: { limit: 10, delaySeconds: 5, maxDelaySeconds: 1_800 },
	expireSeconds: 90,
	concurrency: 5,
});

/**
 * Reads a shop's own appointments as busy time: all its calendars, or one, which a webhook told has changed. Asked for
 * again in five minutes, so a failure needs few tries. Many webhooks at once are one reading, and it tells the truth in
 * whatever order they came.
 */
export const readShopAppointmentsJob = defineJob({
	name: "scheduling.read-shop-appointments",
	payload: z.object({ orgId: z.uuid(), connectionId: z.uuid(), externalLocationId: z.string().max(200).optional() }),
	retry: { limit: 1, delaySeconds: 20, maxDelaySeconds: 60 },
	expireSeconds: 240,
	concurrency: 4,
	key: ({ connectionId, externalLocationId }) => [connectionId, externalLocationId].filter(Boolean).join(" "),
});

/** Asks for each connection's appointments, and again for what waits to be written. */
export const sweepShopCalendarsJob = defineJob({
	name: "scheduling.sweep-shop-calendars",
	payload: z.object({}),
	retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
	expireSeconds: 60,
	concurrency: 1,
	key: () => "sweep",
});

/** Follows a shop's connection and the mapping of its locations: their calendars are read at once. */
export const followShopJob = defineJob({
	name: "scheduling.follow-shop",
	payload: z.object({ orgId: z.uuid(), eventId: z.uuid() }),
});
