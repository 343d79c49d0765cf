import type { Wait } from "./node-type.ts";

/** What a run on trial would wait for. */
export function waitInWords({ until, event }: Wait): string {
	const time = until ? until.toISOString() : "";
	if (event) return `Would wait for ${event.name}${time ? ` until ${time} at most` : ""}.`;
	return time ? `Would wait until ${time}.` : "Would wait for an answer.";
}
