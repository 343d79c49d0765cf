import { invalid } from "#app/base/errors.ts";
import { withKeys } from "#app/domain/artifacts/rules/keys.ts";
import type { OpenTasks } from "#app/domain/artifacts/rules/open-tasks.ts";
import { dayOf } from "../../renewal-day.tsx";
import { TaskOf, TaskState } from "../task-of.tsx";
import { OpenTasksFields } from "./open-tasks-fields.tsx";
import { type KindView, type Posted, rowsIn, textIn, type ViewProps } from "./view.ts";

function View({ artifact, content, mayWork, members }: ViewProps<OpenTasks>) {
	const taskOf = (key: string) => artifact.tasks.find(({ item }) => item === key);
	return (
		<>
			{content.intro && <p className="artifact-text">{content.intro}</p>}
			{content.lines.length === 0 && <p className="muted">No task is open. Edit this to add a line.</p>}
			{content.lines.length > 0 && (
				<table className="table">
					<caption className="hidden-text">Open tasks, in the order in which they were arranged</caption>
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col">Who</th>
							<th scope="col">Due</th>
							<th scope="col">State</th>
						</tr>
					</thead>
					<tbody>
						{content.lines.map((line) => {
							const task = taskOf(line.key);
							return (
								<tr key={line.key}>
									<th scope="row">
										{task ? <a href={`/tasks/${task.taskId}`}>{task.title}</a> : line.title}
										{line.comment && <small className="artifact-text">{line.comment}</small>}
									</th>
									<td data-label="Who">
										{(task ? task.assignee : members.find(({ id }) => id === line.ownerId)?.name) ?? "Nobody yet"}
									</td>
									<td data-label="Due">{dayOf(task ? task.dueOn : line.dueOn) ?? "–"}</td>
									<td data-label="State">
										{task || !mayWork ? (
											<TaskState task={task} />
										) : (
											<TaskOf item={line.key} title={line.title} artifact={artifact} />
										)}
									</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			)}
		</>
	);
}

const isEmpty = (row: Posted) => ["title", "comment", "taskId"].every((name) => textIn(row, name).trim() === "");

/** By the number somebody gave it; of the same number as they stood. */
const byPlace = (rows: readonly Posted[]): Posted[] =>
	rows
		.map((row, index) => ({ row, place: Number(textIn(row, "place")) || 1_000 + index, index }))
		.sort((one, other) => one.place - other.place || one.index - other.index)
		.map(({ row }) => row);

export const openTasksView: KindView<OpenTasks> = {
	View,
	Fields: OpenTasksFields,
	write: ({ intro, lines }) => ({
		intro,
		lines: lines.map(({ key, title, comment, ownerId, dueOn, taskId }, index) => ({
			...{ key, title, comment, place: String(index + 1) },
			...{ ownerId: ownerId ?? "", dueOn: dueOn ?? "", taskId: taskId ?? "" },
		})),
	}),
	read(values, { tasks }) {
		const posted = rowsIn(values, "lines");
		const errors = Object.fromEntries(
			posted.flatMap((row, index) =>
				!isEmpty(row) && textIn(row, "title").trim() === ""
					? [[`content.lines[${index}].title`, ["Say what is to be done."]]]
					: [],
			),
		);
		if (Object.keys(errors).length > 0) throw invalid("Some fields cannot be accepted.", errors);
		const lines = byPlace(posted.filter((row) => !isEmpty(row) && textIn(row, "gone") !== "on"));
		return {
			intro: textIn(values, "intro"),
			lines: withKeys(
				lines.map((row) => ({
					...{ key: textIn(row, "key"), title: textIn(row, "title"), comment: textIn(row, "comment") },
					...{ ownerId: textIn(row, "ownerId") || null, dueOn: textIn(row, "dueOn") || null },
					taskId: textIn(row, "taskId") || null,
				})),
				// A line that was taken out leaves its task behind: its key is not given to another.
				tasks.map(({ item }) => item),
			),
		};
	},
};
