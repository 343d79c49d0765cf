import { eventWords } from "./event-words.ts";
import type { Wait } from "./node-type.ts";

/** What a run on trial would wait for. */
export function waitInWords({ until, event }: Wait): string {
	const time = until ? IN_WORDS.format(until) : "";
	if (event) {
		const words = eventWords(event.name) ?? event.name;
		return `Would wait until this happens: ${words}${time ? `; until ${time} at most` : ""}.`;
	}
	return time ? `Would wait until ${time}.` : "Would wait for an answer.";
}

/** A plan of a run has no reader yet whose clock it could go by. */
const IN_WORDS = new Intl.DateTimeFormat("en-US", {
	...{ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" },
	...{ timeZone: "UTC", timeZoneName: "short" },
});
