import { noteReplyJob } from "#app/domain/assistant/jobs.ts";
import { findDuplicatesJob } from "#app/domain/crm/duplicates/jobs.ts";
import { followFactsJob } from "#app/domain/crm/scores/jobs.ts";
import { followEventJob } from "#app/domain/leads/sequences/jobs.ts";
import { confirmAppointmentJob, followShopJob, releaseMemberJob } from "#app/domain/scheduling/jobs.ts";
import { followAccountsJob } from "#app/domain/success/jobs.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";

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
	"message.received": [followEventJob, noteReplyJob, followFactsJob],
	"appointment.booked": [confirmAppointmentJob, followEventJob, followFactsJob],
	"appointment.moved": [confirmAppointmentJob, followEventJob, followFactsJob],
	"appointment.cancelled": [confirmAppointmentJob, followEventJob, followFactsJob],
	"member.removed": [releaseMemberJob],
	"suppression.added": [followEventJob, followFactsJob],
	"shop.connected": [followShopJob],
	"shop.locations-mapped": [followShopJob],
	"appointment.completed": [followFactsJob],
	"appointment.missed": [followFactsJob],
	"batch.finished": [followFactsJob, followAccountsJob],
	"batch.undone": [followFactsJob, followAccountsJob],
	"contact.changed": [followFactsJob, findDuplicatesJob],
	"contact.created": [followFactsJob, findDuplicatesJob],
	"contact.merged": [followFactsJob, findDuplicatesJob],
	"contact.restored": [followFactsJob, findDuplicatesJob],
	"contact.unmerged": [followFactsJob, findDuplicatesJob],
	"contacts.import-undone": [followFactsJob],
	"contacts.imported": [followFactsJob],
	"deal.changed": [followFactsJob],
	"deal.created": [followFactsJob],
	"deal.moved": [followFactsJob],
	"deal.restored": [followFactsJob],
	"deal.trashed": [followFactsJob],
	"deals.import-undone": [followFactsJob],
	"deals.imported": [followFactsJob],
	"lead.created": [followFactsJob],
	"lead.state-changed": [followFactsJob],
	"note.added": [followFactsJob],
	"account.changed": [followAccountsJob],
	"account.created": [followAccountsJob],
	"account.intelligence-changed": [followAccountsJob],
	"account.restored": [followAccountsJob],
	"account.trashed": [followAccountsJob],
	"accounts.import-undone": [followAccountsJob],
	"accounts.imported": [followAccountsJob],
	"scoring.changed": [followFactsJob],
	"suppression.removed": [followFactsJob],
};
