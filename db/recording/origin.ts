import { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import type { Actor } from "./actor.ts";

/** The run of a workflow from which something follows, and how many runs stand above it. */
export type Origin = { id: string; depth: number };

const KEY = "$run";
const Kept = z.object({ id: z.uuid(), depth: z.int().min(0) });
/** What is planned for later than this is a plan of its own, and no consequence that could go round for ever at once. */
const CARRIED_MS = 3_600_000;
const following = new AsyncLocalStorage<Origin | undefined>();

/** From which run what an actor does now follows: its own, or by way of jobs that of whoever asked for the job. */
export function originOf(actor: Actor): Origin | undefined {
	return (actor.kind === "workflow" ? actor.run : undefined) ?? following.getStore();
}

/** A job's data with the run that it follows from, so that chains of workflows are counted through jobs too. */
export function withOrigin(data: object, origin: Origin | undefined, after: Date | undefined, now: Date): object {
	const isPlanned = after !== undefined && after.getTime() - now.getTime() > CARRIED_MS;
	return origin && !isPlanned ? { ...data, [KEY]: origin } : data;
}

/** A job's payload and the run that it follows from, apart. What is no such run is none. */
export function takeOrigin(data: unknown): { payload: unknown; origin: Origin | undefined } {
	if (typeof data !== "object" || data === null || !(KEY in data)) return { payload: data, origin: undefined };
	const { [KEY]: kept, ...payload } = data as Record<string, unknown>;
	return { payload, origin: Kept.safeParse(kept).data };
}

/** Runs `fn`, a job's work, as what follows from a run. */
export function followOrigin<T>(origin: Origin | undefined, fn: () => Promise<T>): Promise<T> {
	return following.run(origin, fn);
}
