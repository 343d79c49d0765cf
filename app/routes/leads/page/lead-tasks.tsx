import { Link } from "@remix-run/react";
import { TaskAct } from "#app/routes/tasks/task-act.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { Section } from "#app/ui/frame/page.tsx";
import type { LeadPageData } from "../lead-page-data.ts";

/** What a person has to do about this lead, and what was done: each with its button. Nothing is drawn without a task. */
export function LeadTasks({ shown: { lead, tasks, canEdit } }: { shown: LeadPageData }) {
	if (tasks.length === 0) return null;
	const back = `/leads/${lead.id}`;
	return (
		<Section title="Tasks">
			<ul className="today-tasks">
				{tasks.map((task) => (
					<li key={task.id}>
						<span>
							<Link to={`/tasks/${task.id}`} discover="none">
								{task.state === "open" ? task.title : <s>{task.title}</s>}
							</Link>
							<small className="muted">
								{[task.state === "open" ? null : task.state, task.dueOn && `due ${formatDate(task.dueOn)}`]
									.filter(Boolean)
									.join(" · ")}
							</small>
						</span>
						{canEdit && <TaskAct task={task} act={task.state === "open" ? "complete" : "reopen"} back={back} />}
					</li>
				))}
			</ul>
		</Section>
	);
}
