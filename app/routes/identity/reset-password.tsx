import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { z } from "zod";
import { gone } from "#app/base/errors.ts";
import { canResetPassword, resetPassword } from "#app/domain/identity/account/reset-password.ts";
import { Password } from "#app/domain/identity/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded, originOf } from "#app/doors/page.ts";
import { openIdentityLink } from "#app/doors/public/identity-link.ts";
import { signOutCookie } from "#app/doors/session.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";

export const meta = () => [{ title: "Choose a new password · Perigee" }];

const Choose = z.object({ password: Password });

/** Looks and uses nothing up: scanners that follow links in mails do no harm. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		if (!(await canResetPassword(token, new Date())))
			throw gone("This link was used already, or its 24 hours are over. Ask for a new one.");
		return null;
	});

export const action = (args: ActionFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		return answerForm(args, Choose, async ({ password }) => {
			await resetPassword({ token, password }, originOf(args));
			return {
				to: "/sign-in",
				flash: "Your password is changed. Sign in with the new one.",
				headers: [["Set-Cookie", await signOutCookie()]],
			};
		});
	});

export default function ResetPassword() {
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: Choose }),
	});
	return (
		<PlainPage title="Choose a new password">
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} ids={{ password: fields.password.id }} />
				<TextInput
					label="New password"
					help="At least 8 characters. Every session of yours ends, on every device."
					errors={fields.password.errors}
					inputProps={{ ...getInputProps(fields.password, { type: "password" }), autoComplete: "new-password" }}
				/>
				<FormActions>
					<SubmitButton>Change password</SubmitButton>
				</FormActions>
			</Form>
		</PlainPage>
	);
}
