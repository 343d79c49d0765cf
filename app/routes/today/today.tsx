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
import { formatClock, formatDate, zoneName } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { Side } from "./day-figures.tsx";
import { DayTabs } from "./day-tabs.tsx";

export const meta = () => [{ title: "Today · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.view", async (ctx, member) => {
		const address = new URL(args.request.url).searchParams;
		const closed = address.get("closed") ?? undefined;
		const everybody = address.get("tasks") === "all";
		const { events, names } = await listActivity(ctx);
		const reader = { names, zone: member.timeZone, currency: member.org.currency };
		return {
			...(await getToday(ctx, closed, { everybody })),
			everybody,
			activity: events.map((event) => ({ id: event.id, at: event.at, sentence: sayEvent(event, reader) })),
			canEdit: can(ctx.actor, "tasks.edit"),
			currency: member.org.currency,
			key: newId(),
		};
	});

const CAP = 100;

export default function TodayPage() {
	const shown = useLoaderData<typeof loader>();
	const { counts, approvals, appointments, tasks, canEdit, figures, activity, currency, key, everybody } = shown;
	useLiveRefresh(["leads", "messages", "appointments", "tasks", "conversations", "contacts", "deals", "approvals"]);
	return (
		<Page
			title="Today"
			above={<DayTabs current="today" />}
			side={<Side figures={figures} activity={activity} currency={currency} />}
		>
			<Waiting counts={counts} hasApprovals={approvals.length > 0} />
			<AskForm action="/assistant" keyed={key} typed="" errors={[]} label="Ask the assistant" />
			<Suggestions counts={counts} />
			{approvals.length > 0 && <Approvals rows={approvals} />}
			<Section title="Next appointments">
				<Appointments rows={appointments} />
			</Section>
			<Queue counts={counts} tasks={tasks} canEdit={canEdit} everybody={everybody} />
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
function Waiting({ counts, hasApprovals }: { counts: Today["counts"]; hasApprovals: boolean }) {
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
		{ count: counts.openTasks, one: "task in your queue", many: "tasks in your queue", href: "/tasks?who=queue" },
	].filter((line) => line.count > 0);
	if (lines.length === 0 && hasApprovals) return null;
	if (lines.length === 0) return <p className="muted">Nothing waits for you.</p>;
	return (
		<ul className="today-waiting" data-links>
			{lines.map((line) => (
				<li key={line.many}>
					<Link to={line.href} discover="none">
						<strong>{countWords(line.count)}</strong> {line.count === 1 ? line.one : line.many}
					</Link>
				</li>
			))}
		</ul>
	);
}

const SHOWN = 8;

/** What runs of workflows ask the reader: each waits for their yes or no. */
function Approvals({ rows }: { rows: Today["approvals"] }) {
	return (
		<Section title="Waits for your yes or no">
			<ul className="today-tasks" aria-label="Approvals that wait for you">
				{rows.slice(0, SHOWN).map(({ id, title, workflow, dueAt }) => (
					<li key={id}>
						<span>
							<Link to={`/approvals/${id}`} discover="none">
								{title}
							</Link>
							<small className="muted">
								{workflow}
								{dueAt && (
									<>
										{" "}
										· until <Time at={dueAt} as="exact" />
									</>
								)}
							</small>
						</span>
					</li>
				))}
			</ul>
			{rows.length > SHOWN && (
				<p className="muted">
					<Link to="/approvals" discover="none">
						See all of them
					</Link>
				</p>
			)}
		</Section>
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
				{ id: "when", label: "When", end: true, cell: (row) => <When {...row} /> },
			]}
		/>
	);
}

/** When it is on the reader's own clock, as the whole page is; and on the clock of where it takes place, if that differs. */
function When({ startsAt, zone }: Today["appointments"][number]) {
	const own = useMoment().zone;
	const there = `${formatClock(startsAt, zone)} ${zoneName(startsAt, zone)}`;
	const isOther = there !== `${formatClock(startsAt, own)} ${zoneName(startsAt, own)}`;
	return (
		<>
			<Time at={startsAt} as="exact" />
			{isOther && <small className="muted"> {there} there</small>}
		</>
	);
}

type QueueProps = { counts: Today["counts"]; tasks: Today["tasks"]; canEdit: boolean; everybody: boolean };

/** What is to be done: one's own and nobody's at first, the whole firm's a press away; the counts are of what it shows. */
function Queue({ counts, tasks, canEdit, everybody }: QueueProps) {
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

const countWords = (count: number) => (count >= CAP ? `${CAP}+` : String(count));

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
