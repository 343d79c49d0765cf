import { setTimeout as wait } from "node:timers/promises";

/** Answers no sooner than after `ms`, so that the time does not tell whether there was anything to do. */
export async function evenTime<T>(ms: number, fn: () => Promise<T>): Promise<T> {
	const [settled] = await Promise.allSettled([fn(), wait(ms)]);
	if (settled.status === "rejected") throw settled.reason;
	return settled.value;
}
