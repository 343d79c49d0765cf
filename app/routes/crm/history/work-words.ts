import { sayDate } from "#app/base/words/say-time.ts";
import { NOTE_KIND_LABELS } from "#app/domain/crm/notes/schema.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import { TASK_PRIORITY_LABELS, TASK_STATE_LABELS } from "#app/domain/crm/tasks/schema.ts";
import { sayAt } from "#app/domain/events/say-event.ts";
import type { SubjectNames } from "#app/domain/events/subject-names.ts";

type Reader = { names: SubjectNames; zone: string };

/** Of a task and of a note, in the order in which they are shown. */
const FIELDS: Readonly<Record<string, { label: string; say(value: string, reader: Reader): string }>> = {
	title: { label: "Title", say: (value) => value },
	detail: { label: "Details", say: (value) => value },
	state: { label: "State", say: (value) => wordIn(TASK_STATE_LABELS, value) },
	priority: { label: "Priority", say: (value) => wordIn(TASK_PRIORITY_LABELS, value) },
	dueDate: { label: "Due", say: (value) => sayDate(value) },
	assignedTo: { label: "Assigned to", say: (value, { names }) => names[value]?.name ?? "somebody who left" },
	subject: {
		label: "About",
		say: (value, { names }) => names[value.split(":")[1] ?? ""]?.name ?? "something that is gone",
	},
	kind: { label: "Kind", say: (value) => wordIn(NOTE_KIND_LABELS, value) },
	body: { label: "Text", say: (value) => value },
	happenedAt: { label: "When", say: (value, { zone }) => sayAt(new Date(value), zone) },
	minutes: { label: "Minutes", say: (value) => value },
};

/** Each field's value as a person reads it; empty where there is none. */
export function workWords(values: Values, reader: Reader): { name: string; label: string; text: string }[] {
	return Object.entries(FIELDS)
		.filter(([name]) => Object.hasOwn(values, name))
		.map(([name, { label, say }]) => {
			const value = values[name];
			const isEmpty = value === null || value === undefined || value === "";
			return { name, label, text: isEmpty ? "" : say(String(value), reader) };
		});
}

function wordIn(words: Readonly<Record<string, string>>, value: string): string {
	return Object.hasOwn(words, value) ? words[value]! : value;
}
