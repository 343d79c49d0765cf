import { Form } from "@remix-run/react";
import type { LinkedTask } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";
import type { Shown } from "./kinds/view.ts";

const STATES: Readonly<Record<LinkedTask["state"], readonly [string, Tone]>> = {
	open: ["Open", "info"],
	done: ["Done", "good"],
	skipped: ["Skipped", "neutral"],
	trashed: ["In the trash", "neutral"],
};

/** How a line's task stands now, as its own page would say. */
export function TaskState({ task }: { task: LinkedTask | undefined }) {
	if (!task) return <span className="muted">No task</span>;
	const [words, tone] = STATES[task.state];
	return <Status tone={tone}>{words}</Status>;
}

/** What a line is as a task: its state, or the button that makes it one. Asked twice it is made once. */
export function TaskOf({ item, title, artifact }: { item: string; title: string; artifact: Shown }) {
	const task = artifact.tasks.find((one) => one.item === item);
	if (task && task.state !== "trashed")
		return (
			<a href={`/tasks/${task.taskId}`}>
				<TaskState task={task} />
			</a>
		);
	return (
		<Form discover="none" method="post" action={`/success/artifacts/${artifact.id}`}>
			<input type="hidden" name="act" value="task" />
			<SubmitButton tone="plain" small name="item" value={item} aria-label={`Make a task of ${title}`}>
				Make a task
			</SubmitButton>
		</Form>
	);
}
