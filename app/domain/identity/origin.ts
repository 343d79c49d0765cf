import { house } from "#db/context.ts";

/** Where a request came from, for sessions and the security log. `now` is for tests; else the instant of the call. */
export type Origin = {
	ip: string | undefined;
	userAgent: string | undefined;
	requestId: string;
	now?: Date | undefined;
};

/** The instant that an act outside any organisation happens at. */
export function instantOf(origin: Origin): Date {
	return origin.now ?? house().database.clock.now();
}
