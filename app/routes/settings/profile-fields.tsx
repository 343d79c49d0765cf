import { getFormProps, getInputProps, type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { NameForm, PasswordForm } from "#app/domain/identity/account/profile-forms.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Result = { result: SubmissionResult<string[]> | undefined };

/** The name that colleagues see. */
export function NameFields({ name, email, result }: Result & { name: string; email: string }) {
	const [form, fields] = useForm({
		id: "name",
		lastResult: result,
		defaultValue: { name },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: NameForm }),
	});
	return (
		<Form method="post" data-unsaved className="form" {...getFormProps(form)}>
			<ErrorSummary id="name-errors" allErrors={form.allErrors} form="name" />
			<input type="hidden" name="act" value="name" />
			<TextInput
				label="Your name"
				help={`Colleagues see it beside what you do. You sign in with ${email}.`}
				errors={fields.name.errors}
				inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "name" }}
			/>
			<FormActions>
				<SubmitButton tone="plain">Save name</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** The change of a password, which ends every other session. */
export function PasswordFields({ result }: Result) {
	const [form, fields] = useForm({
		id: "password",
		lastResult: result,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: PasswordForm }),
	});
	return (
		<Form method="post" reloadDocument className="form" {...getFormProps(form)}>
			<ErrorSummary id="password-errors" allErrors={form.allErrors} form="password" />
			<input type="hidden" name="act" value="password" />
			<TextInput
				label="Present password"
				errors={fields.password.errors}
				inputProps={{ ...getInputProps(fields.password, { type: "password" }), autoComplete: "current-password" }}
			/>
			<TextInput
				label="New password"
				help="At least 8 characters. Every other session of yours ends."
				errors={fields.newPassword.errors}
				inputProps={{ ...getInputProps(fields.newPassword, { type: "password" }), autoComplete: "new-password" }}
			/>
			<FormActions>
				<SubmitButton tone="plain">Change password</SubmitButton>
			</FormActions>
		</Form>
	);
}
