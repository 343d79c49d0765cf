import type { TaskPriority, TaskState } from "#app/domain/crm/tasks/schema.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

export const TASK_TONES: Readonly<Record<TaskState, Tone>> = {
	open: "info",
	done: "good",
	skipped: "neutral",
	trashed: "warn",
};

export const PRIORITY_TONES: Readonly<Record<TaskPriority, Tone>> = {
	urgent: "bad",
	high: "warn",
	normal: "neutral",
	low: "neutral",
};
