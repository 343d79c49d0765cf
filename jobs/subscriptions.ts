import { followEventJob } from "#app/domain/leads/sequences/jobs.ts";
import { confirmAppointmentJob, followShopJob, releaseMemberJob } from "#app/domain/scheduling/jobs.ts";
import type { JobContract } from "#db/job-contract.ts";

/** What a subscriber is told: the event's id and organisation; it reads the rest itself. */
export type EventRef = { orgId: string; eventId: string };

/** Event name -> the jobs that follow it. `record` reads the names only; the dispatcher adds the jobs. */
export const subscriptions: Record<string, readonly JobContract<EventRef>[]> = {
	"message.queued": [followEventJob],
	"message.scheduled": [followEventJob],
	"message.held": [followEventJob],
	"message.sending": [followEventJob],
	"message.sent": [followEventJob],
	"message.delivered": [followEventJob],
	"message.failed": [followEventJob],
	"message.bounced": [followEventJob],
	"message.suppressed": [followEventJob],
	"message.uncertain": [followEventJob],
	"message.received": [followEventJob],
	"appointment.booked": [confirmAppointmentJob, followEventJob],
	"appointment.moved": [confirmAppointmentJob, followEventJob],
	"appointment.cancelled": [confirmAppointmentJob, followEventJob],
	"member.removed": [releaseMemberJob],
	"suppression.added": [followEventJob],
	"shop.connected": [followShopJob],
	"shop.locations-mapped": [followShopJob],
};
