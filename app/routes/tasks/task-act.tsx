import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

type Act = "complete" | "skip" | "reopen" | "take" | "trash" | "restore";

const WORDS: Record<Act, string> = {
	complete: "Done",
	skip: "Skip task",
	reopen: "Open again",
	take: "Assign to me",
	trash: "Delete",
	restore: "Restore",
};

const ICONS: Partial<Record<Act, IconName>> = {
	...{ complete: "check", reopen: "undo", trash: "trash", restore: "undo" },
};

/** One button of a task, wherever the task is listed. `back` is the page to return to; the task's own unless said. */
export function TaskAct({
	task,
	act,
	back,
	words = WORDS[act],
	primary,
	small = !primary,
}: {
	task: { id: string; title: string; version?: number };
	act: Act;
	back?: string;
	words?: string;
	primary?: boolean;
	/** Small in lists and lines; the size of the buttons beside it in a page's head. */
	small?: boolean;
}) {
	const query = back ? `?back=${encodeURIComponent(back)}` : "";
	return (
		<Form discover="none" method="post" action={`/tasks/${task.id}/state${query}`}>
			{act === "trash" && task.version && <input type="hidden" name="version" value={task.version} />}
			<SubmitButton
				tone={primary ? "primary" : "plain"}
				small={small}
				icon={ICONS[act]}
				name="act"
				value={act}
				aria-label={`${words}: ${task.title}`}
			>
				{words}
			</SubmitButton>
		</Form>
	);
}
