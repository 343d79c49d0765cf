import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { TASK_PRIORITY_LABELS, TASK_STATE_LABELS } from "#app/domain/crm/tasks/schema.ts";
import { getTask, listTaskEvents } from "#app/domain/crm/tasks/task-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Timeline } from "#app/ui/records/timeline.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { TaskAct } from "./task-act.tsx";
import { taskEntry } from "./task-timeline.ts";
import { PRIORITY_TONES, TASK_TONES } from "./task-tones.ts";

export const meta = () => [{ title: "Task · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.view", async (ctx) => {
		const task = await getTask(ctx, args.params.id ?? "");
		const own = ctx.actor.kind === "member" ? ctx.actor.id : null;
		return {
			task,
			events: await listTaskEvents(ctx, task.id),
			canEdit: can(ctx.actor, "tasks.edit"),
			isMine: task.assignee?.id === own,
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function TaskPage() {
	const shown = useLoaderData<typeof loader>();
	const { task, events } = shown;
	useLiveRefresh([`task:${task.id}`]);
	const known = [...task.members.list, ...task.agents.list, ...(task.assignee ? [task.assignee] : [])];
	const nameOf = (id: string) => known.find((one) => one.id === id)?.name ?? "somebody who left";
	return (
		<Page
			title={task.title}
			crumbs={[{ label: "Tasks", href: "/tasks" }]}
			search={null}
			side={<Facts shown={shown} />}
			actions={shown.canEdit && <Acts shown={shown} />}
		>
			{task.deletedAt && (
				<Notice tone="warn" title="This task is in the trash.">
					It was deleted <Time at={task.deletedAt} />. The trash is emptied after 90 days.
				</Notice>
			)}
			<Section title="What it is about">
				<About task={task} />
			</Section>
			<Section title="What happened" actions={<a href={`/tasks/${task.id}/history`}>Past versions</a>}>
				{events.length === 0 ? (
					<p className="muted">Nothing yet since it was made.</p>
				) : (
					<Timeline label="What happened" entries={events.map((event) => taskEntry(event, nameOf))} />
				)}
			</Section>
		</Page>
	);
}

function Acts({ shown: { task, isMine } }: { shown: Shown }) {
	if (task.state === "trashed") return <TaskAct task={task} act="restore" words="Restore task" primary />;
	const trash = <TaskAct task={task} act="trash" back="/tasks" small={false} />;
	if (task.state !== "open") {
		return (
			<>
				{trash}
				<TaskAct task={task} act="reopen" primary />
			</>
		);
	}
	return (
		<>
			{trash}
			<ButtonLink to={`/tasks/${task.id}/edit`}>Edit task</ButtonLink>
			{!isMine && <TaskAct task={task} act="take" small={false} />}
			{task.decides ? (
				<ButtonLink to={`/success/artifacts/${task.decides}`} tone="primary">
					Approve or reject
				</ButtonLink>
			) : (
				<>
					<TaskAct task={task} act="skip" small={false} />
					<TaskAct task={task} act="complete" words="Complete task" primary />
				</>
			)}
		</>
	);
}

/** The words of whoever raised it, and the way to what they speak of. */
function About({ task }: { task: Shown["task"] }) {
	const { subject, lead, conversationId } = task;
	const path = subjectPath(subject);
	// What asks for an approval names its page on the last line.
	const [, detail = "", page] = /^([\s\S]*?)\s*(\/success\/artifacts\/[\da-f-]{36})?\s*$/.exec(task.detail ?? "") ?? [];
	const links = [
		page && { to: page, words: "Open what is to be approved" },
		conversationId && { to: `/conversations/${conversationId}`, words: "Open conversation" },
		lead && { to: `/leads/${lead.id}`, words: lead.title ? `Open lead: ${lead.title}` : "Open lead" },
		path &&
			subject?.type !== "conversation" &&
			subject?.type !== "lead" && {
				to: path,
				words: `Open ${subject?.type}${subject?.name ? `: ${subject.name}` : ""}`,
			},
	].filter((link) => typeof link === "object" && link !== null);
	return (
		<div className="stack">
			{detail && <p>{detail}</p>}
			{subject && !path && subject.name && <p>{subject.name}</p>}
			{links.length > 0 && (
				<ul className="stack">
					{links.map(({ to, words }) => (
						<li key={to}>
							<Link to={to} discover="none">
								{words}
							</Link>
						</li>
					))}
				</ul>
			)}
			{!task.detail && !subject && <p className="muted">It stands for itself.</p>}
		</div>
	);
}

function Facts({ shown: { task } }: { shown: Shown }) {
	const { contact, assignee } = task;
	return (
		<DescriptionList
			facts={[
				{ label: "State", value: <Status tone={TASK_TONES[task.state]}>{TASK_STATE_LABELS[task.state]}</Status> },
				{ label: "Assigned to", value: assignee ? <Assignee {...assignee} /> : "Nobody yet" },
				{ label: "Due", value: task.dueOn ? formatDate(task.dueOn) : "No day set" },
				{
					label: "Priority",
					value: <Status tone={PRIORITY_TONES[task.priority]}>{TASK_PRIORITY_LABELS[task.priority]}</Status>,
				},
				{ label: "Customer", value: contact?.name },
				{ label: "Phone", value: contact?.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a> },
				{ label: "Email", value: contact?.email && <a href={`mailto:${contact.email}`}>{contact.email}</a> },
				{ label: "Made", value: <Time at={task.createdAt} /> },
				{ label: "Closed", value: task.completedAt && <Time at={task.completedAt} /> },
			]}
		/>
	);
}

function Assignee({ name, isAgent }: { name: string; isAgent: boolean }) {
	return (
		<>
			{name} {isAgent && <Badge>agent</Badge>}
		</>
	);
}
