import { TASK_PRIORITY_LABELS, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import type { TaskEvent } from "#app/domain/crm/tasks/task-queries.ts";
import { formatDate } from "#app/ui/format-time.ts";
import type { TimelineEntry } from "#app/ui/records/timeline.tsx";

const BECAUSE: Record<string, string> = {
	"taken-over": "took the conversation over, which completed this task",
	answered: "answered the customer, which completed this task",
	"handed-back": "handed the conversation back to the assistant, which completed this task",
};

/** An event of a task in words. `nameOf` knows members and agents. */
export function taskEntry(event: TaskEvent, nameOf: (id: string) => string): TimelineEntry {
	const { id, at, who } = event;
	return { id, at, who, ...wordsOf(event, nameOf) };
}

function wordsOf(
	{ name, changes, because }: TaskEvent,
	nameOf: (id: string) => string,
): Pick<TimelineEntry, "icon" | "tone" | "what" | "text"> {
	switch (name) {
		case "task.created":
			return { icon: "plus", tone: "info", what: "raised this task" };
		case "task.completed":
			return { icon: "success", tone: "good", what: BECAUSE[because ?? ""] ?? "completed it" };
		case "task.skipped":
			return { icon: "close", what: "skipped it" };
		case "task.trashed":
			return { icon: "trash", what: "moved it to the trash" };
		case "task.restored":
			return { icon: "undo", tone: "good", what: "brought it back from the trash" };
		case "task.reopened":
			return { icon: "undo", tone: "warn", what: "opened it again" };
		default:
			return {
				icon: "settings",
				what: Object.entries(changes)
					.map(([field, [, now]]) => changed(field, now, nameOf))
					.join(", "),
			};
	}
}

function changed(field: string, now: string | null, nameOf: (id: string) => string): string {
	switch (field) {
		case "assignedTo":
			return now ? `gave it to ${nameOf(now)}` : "gave it to nobody";
		case "dueDate":
			return now ? `made it due on ${formatDate(now)}` : "took its due day away";
		case "priority":
			return `made its priority ${TASK_PRIORITY_LABELS[now as TaskPriority]?.toLowerCase() ?? now}`;
		case "detail":
			return now ? "changed its details" : "took its details away";
		case "subject":
			return now ? `made it about another ${now.split(":")[0]}` : "made it stand for itself";
		case "title":
			return `renamed it to “${now}”`;
		default:
			return `changed ${field}`;
	}
}
