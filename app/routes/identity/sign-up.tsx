import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";
import { signUp } from "#app/domain/identity/account/sign-up.ts";
import { SignUp } from "#app/domain/identity/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { originOf } from "#app/doors/page.ts";
import { evenTime } from "#app/doors/public/even-time.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import { findPerson } from "#app/doors/session.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { GuessedZone } from "./guessed-zone.tsx";

export const meta = () => [{ title: "Sign up · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const person = await findPerson(args);
	if (person) throw redirect("/organisations");
	return null;
}

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, SignUp, async (input) => {
		const origin = originOf(args);
		await takeRate(addressBucket(origin.ip), "sign-up-address");
		await evenTime(250, () => signUp(input, origin));
		return { to: "/sign-up/sent" };
	});

export default function SignUpPage() {
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		constraint: getZodConstraint(SignUp),
		shouldRevalidate: "onInput",
		onValidate: ({ formData }) => parseWithZod(formData, { schema: SignUp }),
	});
	return (
		<PlainPage title="Sign up" foot={<Link to="/sign-in">Sign in instead</Link>}>
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary
					allErrors={form.allErrors}
					ids={Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.id]))}
				/>
				<GuessedZone />
				<TextInput
					label="Your name"
					errors={fields.name.errors}
					inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "name" }}
				/>
				<TextInput
					label="Organisation"
					help="The business you work for. You can invite others later."
					errors={fields.organisation.errors}
					inputProps={{ ...getInputProps(fields.organisation, { type: "text" }), autoComplete: "organization" }}
				/>
				<TextInput
					label="Email"
					errors={fields.email.errors}
					inputProps={{ ...getInputProps(fields.email, { type: "email" }), autoComplete: "username" }}
				/>
				<TextInput
					label="Password"
					help="At least 8 characters. A sentence is fine."
					errors={fields.password.errors}
					inputProps={{ ...getInputProps(fields.password, { type: "password" }), autoComplete: "new-password" }}
				/>
				<FormActions>
					<SubmitButton>Sign up</SubmitButton>
				</FormActions>
			</Form>
		</PlainPage>
	);
}
