import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateAt } from "#app/base/time.ts";
import {
	TASK_DUE_LABELS,
	TASK_DUES,
	TASK_PRIORITIES,
	TASK_PRIORITY_LABELS,
	TASK_STATE_LABELS,
	TASK_STATES,
	TaskFilter,
} from "#app/domain/crm/tasks/schema.ts";
import { listTasks, type TaskRow } from "#app/domain/crm/tasks/task-list-queries.ts";
import { type Assignees, listAssignees } from "#app/domain/crm/tasks/task-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { TaskAct } from "./task-act.tsx";
import { PRIORITY_TONES } from "./task-tones.ts";

export const meta = () => [{ title: "Tasks · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.view", async (ctx, member) => {
		const query = new URL(args.request.url).searchParams;
		const filter = TaskFilter.parse(Object.fromEntries([...query].filter(([, value]) => value !== "")));
		const after = query.get("after") ?? undefined;
		const today = dateAt(ctx.now.getTime(), member.timeZone);
		return {
			...(await listTasks(ctx, filter, { today, me: member.org.memberId, after })),
			people: await listAssignees(ctx),
			filter,
			today,
			isLater: after !== undefined,
			canEdit: can(ctx.actor, "tasks.edit"),
		};
	});

export default function TasksPage() {
	const { data, next, filter, people, today, isLater, canEdit } = useLoaderData<typeof loader>();
	useLiveRefresh(["tasks"]);
	const { state = "open", ...narrowed } = filter;
	const isFiltered = Object.values(narrowed).some((value) => value !== undefined);
	const back = tasksPath(filter);
	return (
		<Page
			title="Tasks"
			width="edge"
			search={{ action: "/tasks", label: "Search tasks", value: filter.q, keep: kept({ ...filter, q: undefined }) }}
			above={<StateTabs filter={filter} />}
			actions={
				canEdit && (
					<ButtonLink to="/tasks/new" tone="primary" icon="plus">
						New task
					</ButtonLink>
				)
			}
		>
			<Filters filter={filter} people={people} />
			{data.length > 0 ? (
				<Table
					caption={state === "open" ? "Open tasks, the most pressing first" : "Closed tasks, the latest first"}
					rows={data}
					rowKey={(row) => row.id}
					name={{ label: "Task", name: (row) => row.title, href: (row) => `/tasks/${row.id}` }}
					columns={columnsOf({ today, back, canEdit })}
				/>
			) : isFiltered ? (
				<EmptySearch clear={tasksPath({ state: filter.state })} />
			) : (
				<EmptyState
					icon="check"
					title={state === "open" ? "No open tasks" : `No ${TASK_STATE_LABELS[state].toLowerCase()} tasks`}
					text="What needs a person becomes a task here: a customer who asks for somebody, a clash with a shop's calendar."
				/>
			)}
			<Pager newer={isLater ? back : null} older={next && tasksPath(filter, { after: next })} />
		</Page>
	);
}

function columnsOf({ today, back, canEdit }: { today: string; back: string; canEdit: boolean }): Column<TaskRow>[] {
	return [
		{
			id: "priority",
			label: "Priority",
			phone: false,
			cell: ({ priority }) => <Status tone={PRIORITY_TONES[priority]}>{TASK_PRIORITY_LABELS[priority]}</Status>,
		},
		{ id: "who", label: "Assigned to", phone: false, cell: (row) => <Assignee row={row} /> },
		{ id: "due", label: "Due", cell: (row) => <Due row={row} today={today} /> },
		{ id: "made", label: "Made", end: true, phone: false, cell: (row) => <Time at={row.createdAt} /> },
		...(canEdit
			? [
					{
						id: "act",
						label: "Act",
						end: true,
						cell: (row: TaskRow) => (
							<TaskAct task={row} act={row.state === "open" ? "complete" : "reopen"} back={back} />
						),
					},
				]
			: []),
	];
}

function Assignee({ row: { assignee, isAgents } }: { row: TaskRow }) {
	if (!assignee) return "Nobody yet";
	return (
		<>
			{assignee} {isAgents && <Badge>agent</Badge>}
		</>
	);
}

function Due({ row, today }: { row: TaskRow; today: string }) {
	if (row.completedAt) return <Time at={row.completedAt} />;
	if (!row.dueOn) return <span className="muted">No day set</span>;
	if (row.dueOn < today) return <Status tone="bad">Overdue since {formatDate(row.dueOn)}</Status>;
	return row.dueOn === today ? <Status tone="warn">Today</Status> : formatDate(row.dueOn);
}

function StateTabs({ filter }: { filter: TaskFilter }) {
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

function Filters({ filter, people }: { filter: TaskFilter; people: Assignees }) {
	const { state, who, priority, due, q } = filter;
	const chip = (label: string, name: keyof TaskFilter) => ({
		label,
		without: tasksPath({ ...filter, [name]: undefined }),
	});
	const named = [...people.members, ...people.agents].find(({ id }) => who === id || who === `agent:${id}`);
	const whoWords = who === "me" ? "me" : who === "none" ? "nobody" : (named?.name ?? "somebody who left");
	const chips = [
		...(who ? [chip(`Assigned to ${whoWords}`, "who")] : []),
		...(priority ? [chip(`Priority: ${TASK_PRIORITY_LABELS[priority]}`, "priority")] : []),
		...(due ? [chip(TASK_DUE_LABELS[due], "due")] : []),
		...(q ? [chip(`“${q}” in the title`, "q")] : []),
	];
	return (
		<ListBar>
			<FilterChips chips={chips} clear={tasksPath({ state })}>
				<FilterForm action="/tasks" keep={kept({ state, q })}>
					<Select
						label="Assigned to"
						empty="Anybody"
						inputProps={{ name: "who", defaultValue: who }}
						options={[
							{ value: "me", label: "Me" },
							{ value: "none", label: "Nobody yet" },
							...people.members.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
							...people.agents.map(({ id, name }) => ({ value: `agent:${id}`, label: name, group: "Agents" })),
						]}
					/>
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
		</ListBar>
	);
}

/** The address of the list with these filters. */
function tasksPath(filter: TaskFilter, more: Record<string, string> = {}): string {
	const query = new URLSearchParams({ ...kept(filter), ...more }).toString();
	return query ? `/tasks?${query}` : "/tasks";
}

/** What of a filter is said, as fields of a form or of a query. */
function kept(filter: TaskFilter): Record<string, string> {
	return Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
