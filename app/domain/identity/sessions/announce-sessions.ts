import { house } from "#db/context.ts";

/** In place of an organisation, for what is told of a person: they may be at work in any of theirs. */
export const NO_ORGANISATION = "";

/** The live topic of a person's sessions. Told in `NO_ORGANISATION`, so it reaches no browser. */
export const sessionsTopic = (userId: string): string => `sessions:${userId}`;

/** Tells every process that a person's sessions have changed, so that streams of an ended one end. After the commit. */
export function announceSessions(userId: string): void {
	house().live.publish({ org: NO_ORGANISATION, topics: [sessionsTopic(userId)] });
}
