import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";
import { z } from "zod";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "New workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => page(args, "workflows.edit", async () => null);

const NewForm = z.object({
	name: z.string("Give it a name.").trim().min(1, "Give it a name.").max(120, "Write 120 characters at most."),
	description: z.string().trim().max(1_000, "Write 1,000 characters at most.").default(""),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: NewForm }, async (ctx, input) => {
		const { id } = await createWorkflow(ctx, input);
		return { to: `/studio/${id}/steps/new?kind=trigger`, flash: `${input.name} is added. When does it begin?` };
	});

export default function NewWorkflowPage() {
	const reply = useActionData<typeof action>();
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	return (
		<Page title="New workflow" crumbs={[{ label: "Studio", href: "/studio" }]} width="narrow" search={null}>
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<p className="muted">
					Begin with a blank one, <Link to="/studio/templates">choose a ready one</Link> or{" "}
					<Link to="/studio/import">import a file</Link>.
				</p>
				<TextInput
					label="Name"
					errors={errors.name}
					inputProps={{ name: "name", required: true, maxLength: 120, defaultValue: String(typed?.name ?? "") }}
				/>
				<TextArea
					label="What it is for"
					optional
					errors={errors.description}
					inputProps={{
						name: "description",
						rows: 3,
						maxLength: 1_000,
						defaultValue: String(typed?.description ?? ""),
					}}
				/>
				<FormActions>
					<SubmitButton>Add workflow</SubmitButton>
					<ButtonLink to="/studio" tone="quiet">
						Add nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
