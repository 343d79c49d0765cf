import { z } from "zod";
import { isZone, timeOfDay } from "#app/base/time.ts";

/** Words and shapes of scheduling, for the server and the browser alike. */

export const APPOINTMENT_STATES = ["booked", "cancelled", "completed", "no-show"] as const;
export type AppointmentState = (typeof APPOINTMENT_STATES)[number];
export const STATE_LABELS: Record<AppointmentState, string> = {
	booked: "Booked",
	cancelled: "Cancelled",
	completed: "Completed",
	"no-show": "No-show",
};

export type AppointmentOrigin = "chat" | "page" | "member" | "api" | "shop";
export const ORIGIN_LABELS: Record<AppointmentOrigin, string> = {
	chat: "Chat",
	page: "Booking page",
	member: "Member",
	api: "API",
	shop: "Shop system",
};

export type SyncState = "none" | "pending" | "synced" | "conflict" | "failed";
export const SYNC_LABELS: Record<SyncState, string> = {
	none: "Not connected",
	pending: "Waiting for the shop",
	synced: "In the shop system",
	conflict: "Needs a person",
	failed: "Not written to the shop",
};

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const time = z.string().refine((text) => isTime(text), "Enter a time such as 08:30");
const Range = z
	.object({ opens: time, closes: time })
	.refine(
		({ opens, closes }) => !isTime(opens) || !isTime(closes) || timeOfDay(opens) < timeOfDay(closes),
		"Hours must end after they begin",
	);

/** What the column `schedules.weekly_hours` holds: weekday 1 Monday to 7 Sunday, wall-clock times. */
export const WeeklyHoursColumn = z.array(z.object({ weekday: z.number().int().min(1).max(7) }).and(Range));

/** What the column `schedules.exceptions` holds. */
export const ExceptionsColumn = z.array(
	z.object({
		date: z.iso.date(),
		name: z.string().nullish(),
		closed: z.boolean().optional(),
		hours: z.array(Range).optional(),
	}),
);

/** An IANA zone that this runtime knows. */
export const zone = z.string().refine(isZone, "Choose a time zone");

function isTime(text: string): boolean {
	try {
		timeOfDay(text);
		return true;
	} catch {
		return false;
	}
}
