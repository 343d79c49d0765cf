import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { newId } from "#app/base/ids.ts";
import { listActivity } from "#app/domain/analytics/dashboard/activity-queries.ts";
import { getToday, type Today } from "#app/domain/analytics/today-queries.ts";
import { TASK_PRIORITY_LABELS, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { sayEvent } from "#app/domain/events/say-event.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { AskForm } from "#app/routes/assistant/thread-form.tsx";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import { TaskAct } from "#app/routes/tasks/task-act.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { Side } from "./day-figures.tsx";

export const meta = () => [{ title: "Today · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.view", async (ctx, member) => {
		const closed = new URL(args.request.url).searchParams.get("closed") ?? undefined;
		const { events, names } = await listActivity(ctx);
		const reader = { names, zone: member.timeZone, currency: member.org.currency };
		return {
			...(await getToday(ctx, closed)),
			activity: events.map((event) => ({ id: event.id, at: event.at, sentence: sayEvent(event, reader) })),
			canEdit: can(ctx.actor, "tasks.edit"),
			currency: member.org.currency,
			key: newId(),
		};
	});

const CAP = 100;

export default function TodayPage() {
	const { counts, appointments, tasks, canEdit, figures, activity, currency, key } = useLoaderData<typeof loader>();
	useLiveRefresh(["leads", "messages", "appointments", "tasks", "conversations", "contacts", "deals"]);
	return (
		<Page title="Today" side={<Side figures={figures} activity={activity} currency={currency} />}>
			<Waiting counts={counts} />
			<AskForm action="/assistant" keyed={key} typed="" errors={[]} label="Ask the assistant" />
			<Suggestions counts={counts} />
			<Section title="Next appointments">
				<Appointments rows={appointments} />
			</Section>
			<Section
				title="Open tasks"
				actions={
					<ButtonLink to="/tasks" small>
						All tasks
					</ButtonLink>
				}
			>
				<Tasks rows={tasks} canEdit={canEdit} />
			</Section>
		</Page>
	);
}

/** What one might ask now. */
function Suggestions({ counts }: { counts: Today["counts"] }) {
	const prompts = [
		counts.newLeads > 0 ? "Show pending intakes" : "Which deals are open?",
		"What is due today?",
		"Appointments this week",
	];
	return (
		<ul className="prompts" aria-label="Suggestions">
			{prompts.map((prompt) => (
				<li key={prompt}>
					<Link to={`/assistant?${new URLSearchParams({ ask: prompt })}`} discover="none">
						{prompt}
					</Link>
				</li>
			))}
		</ul>
	);
}

/** What waits, each a link to where it waits. */
function Waiting({ counts }: { counts: Today["counts"] }) {
	const lines = [
		{ count: counts.newLeads, one: "new lead", many: "new leads", href: "/leads?state=new" },
		{
			count: counts.unanswered,
			one: "customer waits for an answer",
			many: "customers wait for an answer",
			href: "/conversations?show=waiting",
		},
		{
			count: counts.held,
			one: "message held in the outbox",
			many: "messages held in the outbox",
			href: "/outbox?state=held",
		},
		{
			count: counts.uncertain,
			one: "message whose sending is uncertain",
			many: "messages whose sending is uncertain",
			href: "/outbox?state=uncertain",
		},
		{ count: counts.openTasks, one: "open task", many: "open tasks", href: "/tasks" },
	].filter((line) => line.count > 0);
	if (lines.length === 0) return <p className="muted">Nothing waits for you.</p>;
	return (
		<ul className="today-waiting" data-links>
			{lines.map((line) => (
				<li key={line.many}>
					<Link to={line.href} discover="none">
						<strong>{line.count >= CAP ? `${CAP}+` : line.count}</strong> {line.count === 1 ? line.one : line.many}
					</Link>
				</li>
			))}
		</ul>
	);
}

function Appointments({ rows }: { rows: Today["appointments"] }) {
	if (rows.length === 0) return <p className="muted">Nothing is booked for today or tomorrow.</p>;
	return (
		<Table
			caption="Next appointments"
			rows={rows}
			rowKey={(row) => row.id}
			name={{
				label: "Customer",
				name: (row) => row.customer || row.title,
				href: (row) => `/calendar/${row.id}`,
				note: (row) => row.title,
			}}
			columns={[
				{ id: "where", label: "With", phone: false, cell: (row) => row.location },
				{ id: "when", label: "When", end: true, cell: (row) => <Time at={row.startsAt} as="exact" zone={row.zone} /> },
			]}
		/>
	);
}

function Tasks({ rows, canEdit }: { rows: Today["tasks"]; canEdit: boolean }) {
	if (rows.length === 0) {
		return (
			<EmptyState
				title="No open tasks"
				text="What needs a person, such as a clash with a shop's calendar, becomes a task here."
			/>
		);
	}
	return (
		<ul className="today-tasks" id="tasks">
			{rows.map((task) => (
				<li key={task.id}>
					<TaskLine task={task} />
					{canEdit &&
						(task.isOpen ? (
							<TaskAct task={task} act="complete" back={`/today?closed=${task.id}`} />
						) : (
							<TaskAct task={task} act="reopen" words="Undo" back="/today" />
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
