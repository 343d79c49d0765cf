import { Form, Link } from "@remix-run/react";
import { RELATED_PAGE, recordPath } from "#app/domain/crm/records/schema.ts";
import { TASK_PRIORITIES, TASK_PRIORITY_LABELS } from "#app/domain/crm/tasks/schema.ts";
import { TaskAct } from "#app/routes/tasks/task-act.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import type { RecordPageData } from "../record-page-data.ts";
import { AllOfThem, storyPath } from "./all-of-them.tsx";

/** What is next with a record: its open tasks, each with its button, and the form of a new one. */
export function TasksPart({ shown: { record, related, canTask } }: { shown: RecordPageData }) {
	const back = recordPath(record.type, record.id);
	if (related.tasks.length === 0 && !canTask) return null;
	return (
		<Section title="What is next">
			{related.tasks.length === 0 ? (
				<p className="muted">No open tasks.</p>
			) : (
				<ul className="today-tasks">
					{related.tasks.slice(0, RELATED_PAGE).map((task) => (
						<li key={task.id}>
							<span>
								<Link to={`/tasks/${task.id}`} discover="none">
									{task.title}
								</Link>
								<small className="muted">
									{[task.dueOn && `due ${formatDate(task.dueOn)}`, task.assignee ?? "nobody yet"]
										.filter(Boolean)
										.join(" · ")}
								</small>
							</span>
							{canTask && <TaskAct task={task} act="complete" back={back} />}
						</li>
					))}
				</ul>
			)}
			{related.tasks.length > RELATED_PAGE && <AllOfThem noun="tasks" to={storyPath(record, "tasks")} first="next" />}
			{canTask && <QuickTask shown={{ record, related }} />}
		</Section>
	);
}

/** A task in a line; who wants to give it to somebody or say more has a page for it. */
function QuickTask({ shown: { record, related } }: { shown: Pick<RecordPageData, "record" | "related"> }) {
	const about = `${record.type}:${record.id}`;
	return (
		<Form discover="none" method="post" action="/tasks/new" className="quick-form" key={related.tasks.length}>
			<input type="hidden" name="about" value={about} />
			<input type="hidden" name="assignedTo" value="me" />
			<TextInput label="New task" inputProps={{ name: "title", required: true, maxLength: 300, id: "new-task" }} />
			<TextInput label="Due" optional inputProps={{ name: "dueDate", type: "date", id: "new-task-due" }} />
			<Select
				label="Priority"
				inputProps={{ name: "priority", defaultValue: "normal", id: "new-task-priority" }}
				options={TASK_PRIORITIES.map((value) => ({ value, label: TASK_PRIORITY_LABELS[value] }))}
			/>
			<div className="form-actions">
				<SubmitButton tone="plain" small>
					Add task
				</SubmitButton>
				<ButtonLink to={`/tasks/new?about=${about}`} tone="quiet" small>
					With details
				</ButtonLink>
			</div>
		</Form>
	);
}
