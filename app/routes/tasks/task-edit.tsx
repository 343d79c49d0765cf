import { type FieldMetadata, getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { TASK_PRIORITIES, TASK_PRIORITY_LABELS, TaskChange, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Edit task · Perigee" }];

// An empty field takes the value away; the change's own schema leaves what is absent as it is.
const TaskForm = z.object({
	version: z.coerce.number().int().positive(),
	title: TaskChange.shape.title.unwrap(),
	priority: z.enum(TASK_PRIORITIES),
	dueDate: z.iso.date("Choose a day.").optional(),
	assignedTo: z.uuid("Choose a member or an agent.").optional(),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.edit", async (ctx) => ({ task: await getTask(ctx, args.params.id ?? "") }));

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "tasks.edit", schema: TaskForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const { dueDate = null, assignedTo = null, ...rest } = input;
		await updateTask(ctx, { id, ...rest, dueDate, assignedTo });
		return { to: `/tasks/${id}`, flash: "The task is saved." };
	});

type Current = {
	version: number;
	title: string;
	priority: TaskPriority;
	dueDate: string | null;
	assignedTo: string | null;
};

export default function TaskEditPage() {
	const { task } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const current = reply?.detail?.current as Current | undefined;
	const [form, fields] = useForm({
		lastResult: reply?.result,
		defaultValue: {
			title: task.title,
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
				<input type="hidden" name="version" value={current?.version ?? task.version} />
				<TaskFields fields={fields} people={task} />
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

type Fields = Record<"title" | "assignedTo" | "dueDate" | "priority", FieldMetadata<string>>;

function TaskFields({ fields, people: { members, agents } }: { fields: Fields; people: People }) {
	return (
		<>
			<TextInput
				label="What is to be done"
				errors={fields.title.errors}
				inputProps={getInputProps(fields.title, { type: "text" })}
			/>
			<Select
				label="Assigned to"
				empty="Nobody yet"
				errors={fields.assignedTo.errors}
				inputProps={getSelectProps(fields.assignedTo)}
				options={[
					...members.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
					...agents.map(({ id, name }) => ({ value: id, label: name, group: "Agents" })),
				]}
			/>
			<TextInput
				label="Due"
				optional
				errors={fields.dueDate.errors}
				inputProps={getInputProps(fields.dueDate, { type: "date" })}
			/>
			<Select
				label="Priority"
				errors={fields.priority.errors}
				inputProps={getSelectProps(fields.priority)}
				options={TASK_PRIORITIES.map((value) => ({ value, label: TASK_PRIORITY_LABELS[value] }))}
			/>
		</>
	);
}

type People = Pick<ReturnType<typeof useLoaderData<typeof loader>>["task"], "members" | "agents">;

function differencesOf(current: Current, typed: Record<string, string>, { members, agents }: People) {
	const nameOf = (id: string | null | undefined) =>
		[...members, ...agents].find((one) => one.id === id)?.name ?? "Nobody yet";
	const dayOf = (day: string | null | undefined) => (day && /^\d{4}-\d\d-\d\d$/.test(day) ? formatDate(day) : "");
	const priorityOf = (value: string | undefined) => TASK_PRIORITY_LABELS[value as TaskPriority] ?? "";
	return [
		{ label: "What is to be done", theirs: current.title, yours: typed.title ?? "" },
		{ label: "Assigned to", theirs: nameOf(current.assignedTo), yours: nameOf(typed.assignedTo) },
		{ label: "Due", theirs: dayOf(current.dueDate), yours: dayOf(typed.dueDate) },
		{ label: "Priority", theirs: priorityOf(current.priority), yours: priorityOf(typed.priority) },
	].filter(({ theirs, yours }) => theirs !== yours);
}
