import { Link } from "@remix-run/react";
import type { Today } from "#app/domain/analytics/today-queries.ts";
import { TASK_PRIORITY_LABELS, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import { TaskAct } from "#app/routes/tasks/task-act.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { countWords } from "./count-words.ts";

type QueueProps = { counts: Today["counts"]; tasks: Today["tasks"]; canEdit: boolean; everybody: boolean };

/** What is to be done: one's own and nobody's at first, the whole firm's a press away; the counts are of what it shows. */
export function Queue({ counts, tasks, canEdit, everybody }: QueueProps) {
	const all = everybody ? counts.firmTasks : counts.openTasks;
	const open = tasks.filter(({ isOpen }) => isOpen).length;
	const path = everybody ? "/tasks" : "/tasks?who=queue";
	return (
		<Section
			title={everybody ? "Everybody's tasks" : "Your queue"}
			actions={
				<ButtonLink to={everybody ? "/today#tasks" : "/today?tasks=all#tasks"} small>
					{everybody ? "Mine and nobody's" : `Everybody's (${countWords(counts.firmTasks)})`}
				</ButtonLink>
			}
		>
			<Tasks rows={tasks} canEdit={canEdit} back={everybody ? "/today?tasks=all" : "/today"} />
			{all > open && (
				<p className="muted">
					{open} of {countWords(all)} are shown.{" "}
					<Link to={path} discover="none">
						See all of them
					</Link>
				</p>
			)}
		</Section>
	);
}

function Tasks({ rows, canEdit, back }: { rows: Today["tasks"]; canEdit: boolean; back: string }) {
	if (rows.length === 0) {
		return (
			<EmptyState
				title="No open tasks"
				text="What is given to you, and what needs a person, such as a clash with a shop's calendar, stands here."
			/>
		);
	}
	const closing = (id: string) => `${back}${back.includes("?") ? "&" : "?"}closed=${id}`;
	return (
		<ul className="today-tasks" id="tasks">
			{rows.map((task) => (
				<li key={task.id}>
					<TaskLine task={task} />
					{canEdit &&
						(task.isOpen ? (
							<TaskAct task={task} act="complete" back={closing(task.id)} />
						) : (
							<TaskAct task={task} act="reopen" words="Undo" back={back} />
						))}
				</li>
			))}
		</ul>
	);
}

function TaskLine({ task }: { task: Today["tasks"][number] }) {
	const { subject, isOpen, priority } = task;
	const path = subjectPath(subject);
	const notes = [
		isOpen ? null : "done",
		task.mine ? "yours" : null,
		priority === "normal" ? null : (TASK_PRIORITY_LABELS[priority as TaskPriority] ?? priority).toLowerCase(),
		task.dueOn && `due ${formatDate(task.dueOn)}`,
	].filter(Boolean);
	return (
		<span>
			<Link to={`/tasks/${task.id}`} discover="none" className={isOpen ? undefined : "muted"}>
				{isOpen ? task.title : <s>{task.title}</s>}
			</Link>
			<small className="muted">
				{notes.join(" · ")}
				{path && (
					<>
						{notes.length > 0 && " · "}
						<Link to={path} discover="none">
							Open {subject?.type}
						</Link>
					</>
				)}
			</small>
		</span>
	);
}
