import {
	type FieldMetadata,
	getFormProps,
	getInputProps,
	getSelectProps,
	getTextareaProps,
	useForm,
} from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getLiveName } from "#app/domain/crm/records/find-live-record.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { NewTask, TASK_PRIORITIES, TASK_PRIORITY_LABELS } from "#app/domain/crm/tasks/schema.ts";
import { type Assignees, listAssignees } from "#app/domain/crm/tasks/task-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { recordIn } from "#app/routes/crm/records/record-in.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "New task · Perigee" }];

const TaskForm = z.object({
	about: z.string().max(60).optional(),
	title: NewTask.shape.title,
	detail: NewTask.shape.detail,
	priority: z.enum(TASK_PRIORITIES).default("normal"),
	dueDate: z.iso.date("Choose a day.").optional(),
	// The quick form on a record's page gives the task to whoever writes it.
	assignedTo: z.union([z.literal("me"), z.uuid()], "Choose a member or an agent.").optional(),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.edit", async (ctx, member) => {
		const about = recordIn(new URL(args.request.url).searchParams.get("about"));
		return {
			people: await listAssignees(ctx),
			me: member.org.memberId,
			about: about ? { ...about, name: await getLiveName(ctx, about.type, about.id) } : null,
		};
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "tasks.edit", schema: TaskForm }, async (ctx, input, member) => {
		const subject = recordIn(input.about);
		const { about: _, ...task } = input;
		const assignedTo = task.assignedTo === "me" ? member.org.memberId : (task.assignedTo ?? null);
		const { id } = await createTask(ctx, { ...task, assignedTo, ...(subject ? { subject } : {}) });
		const link = { to: `/tasks/${id}`, label: "Open task" };
		return {
			to: subject ? recordPath(subject.type, subject.id) : "/tasks",
			flash: { message: "The task is added.", link },
		};
	});

export default function NewTaskPage() {
	const { people, me, about } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm({
		lastResult: reply?.result,
		defaultValue: { about: about ? `${about.type}:${about.id}` : "", assignedTo: me, priority: "normal" },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: TaskForm }),
		shouldRevalidate: "onInput",
	});
	const subject = about ?? recordIn(fields.about.value);
	const back = subject ? recordPath(subject.type, subject.id) : "/tasks";
	return (
		<Page
			title="New task"
			crumbs={[{ label: about?.name ?? (subject ? "Record" : "Tasks"), href: back }]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form" {...getFormProps(form)} data-unsaved>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<input type="hidden" name="about" value={fields.about.value ?? ""} />
				<TaskFields fields={fields} people={people} />
				<FormActions>
					<SubmitButton>Add task</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Add nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

type Fields = Record<"title" | "detail" | "assignedTo" | "dueDate" | "priority", FieldMetadata<string>>;

function TaskFields({ fields, people: { members, agents } }: { fields: Fields; people: Assignees }) {
	return (
		<>
			<TextInput
				label="What is to be done"
				errors={fields.title.errors}
				inputProps={{ ...getInputProps(fields.title, { type: "text" }), required: true, maxLength: 300 }}
			/>
			<TextArea
				label="Details"
				optional
				errors={fields.detail.errors}
				inputProps={{ ...getTextareaProps(fields.detail), rows: 4, maxLength: 5_000 }}
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
			<div className="form-pairs">
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
			</div>
		</>
	);
}
