import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { TASK_PRIORITY_LABELS, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { type Fields, TaskFields } from "./task-fields.tsx";
import { TaskForm } from "./task-form.ts";
import { readTaskForm } from "./task-input.ts";
import { subjectIn } from "./task-subject.ts";

export const meta = () => [{ title: "Edit task · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.edit", async (ctx) => ({ task: await getTask(ctx, args.params.id ?? "") }));

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "tasks.edit", schema: TaskForm }, async (ctx, input, member) => {
		const id = args.params.id ?? "";
		const { fields, version } = await readTaskForm(ctx, input, member.org.memberId);
		// What the machinery raised a task about, such as a chat, is none of the kinds one may choose: it is kept.
		const { subject, ...rest } = fields;
		const isKept = subject === null && input.about !== "none";
		await updateTask(ctx, { id, version, ...rest, ...(isKept ? {} : { subject }) });
		return { to: `/tasks/${id}`, flash: "The task is saved." };
	});

type Task = ReturnType<typeof useLoaderData<typeof loader>>["task"];

type Current = {
	version: number;
	title: string;
	detail: string;
	subject: string | null;
	priority: TaskPriority;
	dueDate: string | null;
	assignedTo: string | null;
};

export default function TaskEditPage() {
	const { task } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const current = reply?.detail?.current as Current | undefined;
	const about = aboutOf(task);
	const [form, fields] = useForm({
		lastResult: reply?.result,
		defaultValue: {
			title: task.title,
			detail: task.detail,
			about: about?.value ?? "",
			priority: task.priority,
			dueDate: task.dueOn ?? "",
			assignedTo: task.assignee?.id ?? "",
		},
		onValidate: ({ formData }) => parseWithZod(formData, { schema: TaskForm }),
		shouldRevalidate: "onInput",
	});
	const typed = (reply?.result.initialValue ?? {}) as Record<string, string>;
	return (
		<Page
			title="Edit task"
			crumbs={[
				{ label: "Tasks", href: "/tasks" },
				{ label: task.title, href: `/tasks/${task.id}` },
			]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form" {...getFormProps(form)} data-unsaved>
				{current ? (
					<Conflict who="Someone" differences={differencesOf(current, typed, task)}>
						<ButtonLink to={`/tasks/${task.id}/edit`}>Take theirs</ButtonLink>
					</Conflict>
				) : (
					<ErrorSummary allErrors={form.allErrors} form={form.id} />
				)}
				{/* After a conflict the form stands on the present version: saving again is a decision. */}
				<input type="hidden" name="version" value={current?.version ?? typed.version ?? task.version} />
				<TaskFields {...{ about, reply }} fields={fields as unknown as Fields} people={task} />
				<FormActions>
					<SubmitButton>{current ? "Save mine" : "Save task"}</SubmitButton>
					<ButtonLink to={`/tasks/${task.id}`} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

function aboutOf({ subject }: Task) {
	if (!subject) return null;
	return { value: `${subject.type}:${subject.id}`, name: subject.name ?? `The ${subject.type} as it is` };
}

function differencesOf(current: Current, typed: Record<string, string>, task: Task) {
	const known = [...task.members.list, ...task.agents.list];
	const nameOf = (id: string | null | undefined) =>
		id ? (known.find((one) => one.id === id)?.name ?? id) : "Nobody yet";
	const dayOf = (day: string | null | undefined) => (day && /^\d{4}-\d\d-\d\d$/.test(day) ? formatDate(day) : "");
	const priorityOf = (value: string | undefined) => TASK_PRIORITY_LABELS[value as TaskPriority] ?? "";
	const own = aboutOf(task);
	const aboutWords = (value: string | null | undefined) => {
		if (value === own?.value) return own?.name ?? "";
		const subject = subjectIn(value);
		return subject ? `Another ${subject.type}` : "Nothing";
	};
	return [
		{ label: "What is to be done", theirs: current.title, yours: typed.title ?? "" },
		{ label: "Details", theirs: current.detail, yours: typed.detail ?? "" },
		{ label: "About", theirs: aboutWords(current.subject), yours: aboutWords(typed.about) },
		{ label: "Assigned to", theirs: nameOf(current.assignedTo), yours: nameOf(typed.assignedTo) },
		{ label: "Due", theirs: dayOf(current.dueDate), yours: dayOf(typed.dueDate) },
		{ label: "Priority", theirs: priorityOf(current.priority), yours: priorityOf(typed.priority) },
	].filter(({ theirs, yours }) => theirs !== yours);
}
