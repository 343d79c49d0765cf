import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { z } from "zod";
import { AppError, invalid } from "#app/base/errors.ts";
import { importWorkflow } from "#app/domain/workflows/sharing/import-workflow.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Import workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => page(args, "workflows.edit", async () => null);

const ImportForm = z.object({ file: z.instanceof(File).optional(), text: z.string().default("") });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: ImportForm }, async (ctx, input) => {
		// What came as a file is put into the field when it is refused: a browser keeps no chosen file.
		const text = input.file && input.file.size > 0 ? await input.file.text() : input.text;
		if (text.trim() === "") throw invalid("Nothing was sent.", { text: ["Choose a file, or paste what is in one."] });
		try {
			const { id, problems } = await importWorkflow(ctx, text);
			const isStopped = problems.some(({ level }) => level === "error");
			const look = problems.length > 0 ? " Look at what is said at its steps." : "";
			const more = isStopped ? " Some things need a change before it can be published." : look;
			return { to: `/studio/${id}`, flash: `The workflow is imported.${more}` };
		} catch (error) {
			if (!(error instanceof AppError) || error.status !== 422) throw error;
			const fields = { text: error.fields.file ?? [error.message] };
			throw new AppError(422, error.code, error.message, { fields, data: { text } });
		}
	});

export default function ImportWorkflowPage() {
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const text = reply?.detail?.text ?? typedOf(reply)?.text ?? "";
	return (
		<Page title="Import workflow" crumbs={[{ label: "Studio", href: "/studio" }]} width="narrow" search={null}>
			<Form discover="none" method="post" encType="multipart/form-data" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<p className="muted">
					A file that was exported here or elsewhere. It becomes a new workflow with a draft; nothing runs before you
					publish it. Secrets are not in such files: write your own where they are missing.
				</p>
				<TextInput
					label="File"
					optional
					inputProps={{ name: "file", type: "file", accept: "application/json,.json" }}
				/>
				<TextArea
					label="Or its text"
					optional
					errors={errors.text}
					inputProps={{ name: "text", rows: 10, defaultValue: String(text), spellCheck: false }}
				/>
				<FormActions>
					<SubmitButton>Import workflow</SubmitButton>
					<ButtonLink to="/studio" tone="quiet">
						Import nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
