import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { isId } from "#app/base/ids.ts";
import { dateAt } from "#app/base/time.ts";
import { findNamed } from "#app/domain/crm/records/reads/find-named.ts";
import { TASK_PRIORITY_LABELS, TASK_STATE_LABELS, TaskFilter, type TaskState } from "#app/domain/crm/tasks/schema.ts";
import { listTasks, type TaskRow } from "#app/domain/crm/tasks/task-list-queries.ts";
import { listAssignees } from "#app/domain/crm/tasks/task-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { DayTabs } from "#app/routes/today/day-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { BulkBar, Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { TaskAct } from "./task-act.tsx";
import { Filters, StateTabs, tasksPath } from "./task-filters.tsx";
import { PRIORITY_TONES } from "./task-tones.ts";

export const meta = () => [{ title: "Tasks · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.view", async (ctx, member) => {
		const query = new URL(args.request.url).searchParams;
		const given = TaskFilter.parse(Object.fromEntries([...query].filter(([, value]) => value !== "")));
		// Of more people than can be listed one is written: whoever alone is called so is meant.
		const named = query.get("named")?.trim() ?? "";
		const called = named === "" ? [] : await findNamed(ctx, "assignee", named);
		const whoOf = ({ id, about }: (typeof called)[number]) => (about === "agent" ? `agent:${id}` : id);
		const filter = called.length === 1 ? { ...given, who: whoOf(called[0]!) } : given;
		const kept = (filter.who ?? "").replace("agent:", "");
		const after = query.get("after") ?? undefined;
		const today = dateAt(ctx.now.getTime(), member.timeZone);
		return {
			...(await listTasks(ctx, filter, { today, me: member.org.memberId, after })),
			people: await listAssignees(ctx, isId(kept) ? [kept] : [], { all: true }),
			asked:
				named !== "" && called.length !== 1
					? { named, called: called.map((one) => ({ ...one, who: whoOf(one) })) }
					: null,
			filter,
			today,
			isLater: after !== undefined,
			canEdit: can(ctx.actor, "tasks.edit"),
			canExport: can(ctx.actor, "records.export"),
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function TasksPage() {
	const shown = useLoaderData<typeof loader>();
	const { data, next, filter, people, asked, isLater, canEdit, canExport } = shown;
	useLiveRefresh(["tasks"]);
	const { q, ...others } = filter;
	const keep = Object.entries(others).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
	const back = tasksPath(filter);
	return (
		<Page
			title="Tasks"
			width="edge"
			search={{ action: "/tasks", label: "Search tasks", ...(q ? { value: q } : {}), keep }}
			above={
				<>
					<DayTabs current="tasks" />
					<StateTabs filter={filter} />
				</>
			}
			actions={
				canEdit && (
					<ButtonLink to="/tasks/new" tone="primary" icon="plus">
						New task
					</ButtonLink>
				)
			}
		>
			<Filters filter={filter} people={people}>
				{canExport && <ExportLinks list="tasks" query={back.split("?")[1] ?? ""} />}
			</Filters>
			{asked && <WhoIsMeant filter={filter} asked={asked} />}
			{data.length > 0 ? (
				<Selection>
					<List shown={shown} back={back} />
					{canEdit && <Acts state={filter.state ?? "open"} back={back} />}
				</Selection>
			) : (
				<NoTasks filter={filter} />
			)}
			<Pager newer={isLater ? back : null} older={next && tasksPath(filter, { after: next })} />
		</Page>
	);
}

/** Several are called so, or nobody: each is a press away, and nothing is narrowed yet. */
function WhoIsMeant({ filter, asked: { named, called } }: { filter: TaskFilter; asked: NonNullable<Shown["asked"]> }) {
	if (called.length === 0) {
		return <p className="muted">Nobody here is called “{named}”, so the list is not narrowed by it.</p>;
	}
	return (
		<p>
			Who is meant by “{named}”?{" "}
			{called.map(({ id, name, about, who }) => (
				<span key={id}>
					<Link to={tasksPath({ ...filter, who })} discover="none">
						{name}
					</Link>{" "}
					{about && <small className="muted">{about}</small>}{" "}
				</span>
			))}
		</p>
	);
}

function List({ shown, back }: { shown: Shown; back: string }) {
	const { data, filter, today, canEdit } = shown;
	return (
		<Table
			caption={CAPTIONS[filter.state ?? "open"]}
			rows={data}
			rowKey={(row) => row.id}
			name={{ label: "Task", name: (row) => row.title, href: (row) => `/tasks/${row.id}` }}
			columns={columnsOf({ today, back, canEdit })}
			{...(canEdit ? { select: { form: "bulk" } } : {})}
		/>
	);
}

const CAPTIONS = {
	open: "Open tasks, the most pressing first",
	done: "Closed tasks, the latest first",
	skipped: "Closed tasks, the latest first",
	trashed: "Deleted tasks, the latest first",
};

function NoTasks({ filter }: { filter: TaskFilter }) {
	const { state = "open", ...narrowed } = filter;
	if (Object.values(narrowed).some((value) => value !== undefined)) {
		return <EmptySearch {...(filter.q ? { asked: filter.q } : {})} clear={tasksPath({ state: filter.state })} />;
	}
	if (state === "trashed") {
		return (
			<EmptyState
				icon="trash"
				title="No deleted tasks"
				text="What you delete lies here for 90 days and can be restored."
			/>
		);
	}
	return (
		<EmptyState
			icon="check"
			title={state === "open" ? "No open tasks" : `No ${TASK_STATE_LABELS[state].toLowerCase()} tasks`}
			text="What you want to remember and what needs a person stands here: a customer who asks for somebody, a clash with a shop's calendar."
		/>
	);
}

/** What can be done with the ticked tasks, all of them on this page. */
function Acts({ state, back }: { state: TaskState; back: string }) {
	const button = (act: string, words: string) => (
		<SubmitButton tone="plain" small name="act" value={act}>
			{words}
		</SubmitButton>
	);
	return (
		<BulkBar form="bulk" action={`/tasks/acts?${new URLSearchParams({ back })}`}>
			{state === "open" && button("complete", "Done")}
			{(state === "done" || state === "skipped") && button("reopen", "Open again")}
			{state === "trashed" ? button("restore", "Restore") : button("take", "Assign to me")}
			{state !== "trashed" && (
				<SubmitButton tone="danger" small name="act" value="trash">
					Move to trash
				</SubmitButton>
			)}
		</BulkBar>
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
						cell: (row: TaskRow) => <TaskAct task={row} act={ACT_OF[row.state]} back={back} />,
					},
				]
			: []),
	];
}

const ACT_OF = { open: "complete", done: "reopen", skipped: "reopen", trashed: "restore" } as const;

function Assignee({ row: { assignee, isAgents } }: { row: TaskRow }) {
	if (!assignee) return "Nobody yet";
	return (
		<>
			{assignee} {isAgents && <Badge>agent</Badge>}
		</>
	);
}

function Due({ row, today }: { row: TaskRow; today: string }) {
	if (row.deletedAt) return <Time at={row.deletedAt} />;
	if (row.completedAt) return <Time at={row.completedAt} />;
	if (!row.dueOn) return <span className="muted">No day set</span>;
	if (row.dueOn < today) return <Status tone="bad">Overdue since {formatDate(row.dueOn)}</Status>;
	return row.dueOn === today ? <Status tone="warn">Today</Status> : formatDate(row.dueOn);
}
