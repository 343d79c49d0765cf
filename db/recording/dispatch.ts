import { z } from "zod";
import { defineJob, type JobContract } from "../jobs/job-contract.ts";

/** Carries the ids of events that somebody subscribed to; the worker fans them out. */
export const dispatchJob = defineJob({
	name: "events.dispatch",
	payload: z.object({ orgId: z.uuid(), eventIds: z.array(z.uuid()).max(1_000) }),
});

type Subject = { type: string; id: string };

/** An event of the open transaction, as far as whoever follows it there needs to know it. */
export type RecordedEvent = {
	id: string;
	name: string;
	subject: Subject;
	parent: Subject | undefined;
	/** Who did it. */
	by: { kind: string; id?: string | undefined; name: string; run?: { id: string; depth: number } };
	data: Record<string, unknown>;
	changes: Record<string, [unknown, unknown]>;
};

/** Acts on what a transaction recorded, before it commits. */
export type EventFollower<Context> = (ctx: Context, events: readonly RecordedEvent[]) => Promise<void>;

type Enqueuer = { org: string; enqueue<P>(contract: JobContract<P>, payload: P): Promise<void> };

let listened: ReadonlySet<string> = new Set();

/** Tells `record` which event names have subscribers; read once at boot from the page of subscriptions. */
export function setSubscriptions(names: Iterable<string>): void {
	listened = new Set(names);
}

/** Adds one coalesced dispatch job for the events of this context that anyone listens to. Called before commit. */
export async function dispatchEvents(ctx: Enqueuer, recorded: readonly { id: string; name: string }[]): Promise<void> {
	const ids = recorded.filter((event) => listened.has(event.name)).map((event) => event.id);
	for (let from = 0; from < ids.length; from += 1_000) {
		await ctx.enqueue(dispatchJob, { orgId: ctx.org, eventIds: ids.slice(from, from + 1_000) });
	}
}
