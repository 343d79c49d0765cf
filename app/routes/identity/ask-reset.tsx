import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";
import { z } from "zod";
import { requestPasswordReset } from "#app/domain/identity/account/reset-password.ts";
import { Email } from "#app/domain/identity/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { originOf } from "#app/doors/page.ts";
import { evenTime } from "#app/doors/public/even-time.ts";
import { addressBucket, hasRate, takeRate } from "#app/doors/rates/rate-limit.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Reset your password · Perigee" }];

const Ask = z.object({ email: Email });

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, Ask, async ({ email }) => {
		const origin = originOf(args);
		const address = addressBucket(origin.ip);
		await takeRate(address, "mail-address");
		await takeRate(`${email}|${address}`, "mail");
		await evenTime(200, async () => {
			// A stranger who asks again and again from many addresses fills nobody's mailbox, and is told nothing.
			if (await hasRate(email, "mail")) await requestPasswordReset(email, origin);
		});
		return { show: { sent: true } };
	});

export default function AskReset() {
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm({
		lastResult: reply?.result,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: Ask }),
	});
	return (
		<PlainPage title="Reset your password" foot={<Link to="/sign-in">Back to sign in</Link>}>
			{reply?.detail?.sent ? (
				<Notice tone="good" title="Check your mail.">
					If the address belongs to an account, a link to choose a new password is on its way.
				</Notice>
			) : (
				<Form method="post" className="form" {...getFormProps(form)}>
					<ErrorSummary allErrors={form.allErrors} ids={{ email: fields.email.id }} />
					<TextInput
						label="Email"
						help="The address you sign in with. We send a link to it."
						errors={fields.email.errors}
						inputProps={{ ...getInputProps(fields.email, { type: "email" }), autoComplete: "username" }}
					/>
					<FormActions>
						<SubmitButton>Send link</SubmitButton>
					</FormActions>
				</Form>
			)}
		</PlainPage>
	);
}
