import type { z } from "zod";

/**
 * What a job is, agreed between who asks for it and who does it. Payloads hold ids and the organisation, never
 * content. Every handler may run twice: a process that dies after its effect and before its report runs it again.
 */
export type JobContract<Payload = unknown> = {
	/** `area.verb-noun`; the queue's name too. */
	name: string;
	payload: z.ZodType<Payload>;
	/** How often a failed run is tried again, and how long it waits: doubling from `delaySeconds` to `maxDelaySeconds`. */
	retry: { limit: number; delaySeconds: number; maxDelaySeconds: number };
	/** A run that takes longer is given to another worker. */
	expireSeconds: number;
	/**
	 * A job whose process has not said for so long that it lives is given to another (10 or more); without it only
	 * `expireSeconds` counts. For jobs that others wait for and that do no harm when two run at once.
	 */
	heartbeatSeconds?: number;
	/** Jobs one worker process runs at a time. */
	concurrency: number;
	/** Two waiting jobs with the same key are one. */
	key?: (payload: Payload) => string;
};

/** When and how a job is asked for. `after` is an instant; `key` overrides the contract's. */
export type JobOptions = { after?: Date; key?: string; priority?: number };

const DEFAULTS = { retry: { limit: 5, delaySeconds: 2, maxDelaySeconds: 600 }, expireSeconds: 120, concurrency: 10 };

/** Declares a job contract; see `JobContract` for the fields and their defaults in `DEFAULTS`. */
export function defineJob<Payload>(
	contract: Pick<JobContract<Payload>, "name" | "payload"> & Partial<JobContract<Payload>>,
): JobContract<Payload> {
	return { ...DEFAULTS, ...contract };
}
