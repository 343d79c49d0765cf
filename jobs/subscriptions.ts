import type { JobContract } from "#db/job-contract.ts";

/** What a subscriber is told: the event's id and organisation; it reads the rest itself. */
export type EventRef = { orgId: string; eventId: string };

/** Event name -> the jobs that follow it. `record` reads the names only; the dispatcher adds the jobs. */
export const subscriptions: Record<string, readonly JobContract<EventRef>[]> = {};
