import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";

type Act = "complete" | "skip" | "reopen" | "take";

const WORDS: Record<Act, string> = {
	complete: "Done",
	skip: "Skip task",
	reopen: "Open again",
	take: "Assign to me",
};

/** One button of a task, wherever the task is listed. `back` is the page to return to; the task's own unless said. */
export function TaskAct({
	task,
	act,
	back,
	words = WORDS[act],
	primary,
}: {
	task: { id: string; title: string };
	act: Act;
	back?: string;
	words?: string;
	primary?: boolean;
}) {
	const query = back ? `?back=${encodeURIComponent(back)}` : "";
	return (
		<Form discover="none" method="post" action={`/tasks/${task.id}/state${query}`}>
			<SubmitButton
				tone={primary ? "primary" : "plain"}
				small={!primary}
				icon={act === "complete" ? "check" : act === "reopen" ? "undo" : undefined}
				name="act"
				value={act}
				aria-label={`${words}: ${task.title}`}
			>
				{words}
			</SubmitButton>
		</Form>
	);
}
