import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { nameSubject } from "#app/domain/crm/tasks/name-subject.ts";
import { listAssignees } from "#app/domain/crm/tasks/task-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { type Fields, TaskFields } from "./task-fields.tsx";
import { TaskForm } from "./task-form.ts";
import { readTaskForm } from "./task-input.ts";
import { subjectIn } from "./task-subject.ts";

export const meta = () => [{ title: "New task · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tasks.edit", async (ctx, member) => {
		const about = subjectIn(new URL(args.request.url).searchParams.get("about"));
		return {
			people: await listAssignees(ctx, [member.org.memberId]),
			me: member.org.memberId,
			about: about ? { value: `${about.type}:${about.id}`, name: await nameSubject(ctx, about) } : null,
		};
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "tasks.edit", schema: TaskForm }, async (ctx, input, member) => {
		const { fields } = await readTaskForm(ctx, input, member.org.memberId);
		const { subject, ...task } = fields;
		const { id } = await createTask(ctx, { ...task, ...(subject ? { subject } : {}) });
		const link = { to: `/tasks/${id}`, label: "Open task" };
		return { to: pathOf(input.about), flash: { message: "The task is added.", link } };
	});

/** Where one came from: the page of what the task is about, else the list. */
function pathOf(about: string | undefined): string {
	const subject = subjectIn(about);
	if (!subject) return "/tasks";
	return subject.type === "lead" ? `/leads/${subject.id}` : recordPath(subject.type, subject.id);
}

export default function NewTaskPage() {
	const { people, me, about } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm({
		lastResult: reply?.result,
		defaultValue: { about: about?.value ?? "", assignedTo: me, priority: "normal" },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: TaskForm }),
		shouldRevalidate: "onInput",
	});
	const back = pathOf(about?.value);
	return (
		<Page title="New task" crumbs={[{ label: about?.name ?? "Tasks", href: back }]} width="narrow" search={null}>
			<Form discover="none" method="post" className="form" {...getFormProps(form)} data-unsaved>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<TaskFields {...{ people, about, reply }} fields={fields as unknown as Fields} />
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
