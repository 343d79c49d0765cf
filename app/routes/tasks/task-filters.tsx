import type { ReactNode } from "react";
import {
	TASK_DUE_LABELS,
	TASK_DUES,
	TASK_PRIORITIES,
	TASK_PRIORITY_LABELS,
	TASK_STATE_LABELS,
	TASK_STATES,
	type TaskFilter,
} from "#app/domain/crm/tasks/schema.ts";
import type { Assignees } from "#app/domain/crm/tasks/task-queries.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";

export function StateTabs({ filter }: { filter: TaskFilter }) {
	const current = filter.state ?? "open";
	return (
		<Tabs
			label="State"
			tabs={TASK_STATES.map((state) => ({
				label: TASK_STATE_LABELS[state],
				href: tasksPath({ ...filter, state: state === "open" ? undefined : state }),
				current: state === current,
			}))}
		/>
	);
}

type Props = { filter: TaskFilter; people: Assignees; children?: ReactNode };

/** What the list is narrowed by, and the form that narrows it. `children` stand at the end of the line. */
export function Filters({ filter, people, children }: Props) {
	const { q, state, who, priority, due } = filter;
	const isWhole = people.members.isWhole && people.agents.isWhole;
	const chip = (label: string, name: keyof TaskFilter) => ({
		label,
		without: tasksPath({ ...filter, [name]: undefined }),
	});
	const named = [...people.members.list, ...people.agents.list].find(({ id }) => who === id || who === `agent:${id}`);
	const whoWords =
		who === "queue"
			? "me or nobody"
			: who === "me"
				? "me"
				: who === "none"
					? "nobody"
					: (named?.name ?? "somebody who left");
	const chips = [
		...(q ? [chip(`Search: ${q}`, "q")] : []),
		...(who ? [chip(`Assigned to ${whoWords}`, "who")] : []),
		...(priority ? [chip(`Priority: ${TASK_PRIORITY_LABELS[priority]}`, "priority")] : []),
		...(due ? [chip(TASK_DUE_LABELS[due], "due")] : []),
	];
	return (
		<ListBar>
			<FilterChips chips={chips} clear={tasksPath({ state })}>
				<FilterForm action="/tasks" keep={{ ...(state ? { state } : {}), ...(q ? { q } : {}) }}>
					<Select
						label="Assigned to"
						empty="Anybody"
						inputProps={{ name: "who", defaultValue: who }}
						options={[
							{ value: "queue", label: "Me or nobody yet" },
							{ value: "me", label: "Me" },
							{ value: "none", label: "Nobody yet" },
							...people.members.list.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
							...people.agents.list.map(({ id, name }) => ({ value: `agent:${id}`, label: name, group: "Agents" })),
						]}
					/>
					{!isWhole && (
						<TextInput
							label="Or somebody by name"
							optional
							help="There are more than can be listed."
							inputProps={{ name: "named", id: "filter-named", maxLength: 100, autoComplete: "off" }}
						/>
					)}
					<Select
						label="Priority"
						empty="Any priority"
						inputProps={{ name: "priority", defaultValue: priority }}
						options={TASK_PRIORITIES.map((value) => ({ value, label: TASK_PRIORITY_LABELS[value] }))}
					/>
					<Select
						label="Due"
						empty="Any day"
						inputProps={{ name: "due", defaultValue: due }}
						options={TASK_DUES.map((value) => ({ value, label: TASK_DUE_LABELS[value] }))}
					/>
				</FilterForm>
			</FilterChips>
			{children}
		</ListBar>
	);
}

/** The address of the list with these filters. */
export function tasksPath(filter: TaskFilter, more: Record<string, string> = {}): string {
	const entries = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] =>
		Boolean(entry[1]),
	);
	const query = new URLSearchParams(entries).toString();
	return query ? `/tasks?${query}` : "/tasks";
}
