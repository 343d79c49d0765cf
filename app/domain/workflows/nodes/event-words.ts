import { EVENT_NAMES } from "#app/domain/events/names.ts";

/** Names of several events together, which only steps that wait know. */
const GROUPS: Readonly<Record<string, string>> = { "task.ended": "a task is done, skipped or deleted" };

/** What an event is, as the end of a sentence: "a customer wrote"; undefined for a name that is not known. */
export function eventWords(name: string): string | undefined {
	if (Object.hasOwn(GROUPS, name)) return GROUPS[name];
	if (!Object.hasOwn(EVENT_NAMES, name)) return undefined;
	const words = EVENT_NAMES[name as keyof typeof EVENT_NAMES].replace(/\.$/, "");
	return /^[A-Z][a-z]* /.test(words) ? `${words[0]!.toLowerCase()}${words.slice(1)}` : words;
}
