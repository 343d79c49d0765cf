import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { signIn } from "#app/domain/identity/account/sign-in.ts";
import { SignIn } from "#app/domain/identity/schema.ts";
import { endSession } from "#app/domain/identity/sessions/end-session.ts";
import { answerForm } from "#app/doors/form.ts";
import { localPath, originOf } from "#app/doors/page.ts";
import { deviceCookieFor, takeGuess } from "#app/doors/public/guessing.ts";
import { findPerson, signInCookie } from "#app/doors/session.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Sign in · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const next = localPath(new URL(args.request.url).searchParams.get("next"), "");
	const person = await findPerson(args);
	if (person) throw redirect(next || person.startPage);
	return { next };
}

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, SignIn, async (input) => {
		const origin = originOf(args);
		const takeBack = await takeGuess(args.request, input.email, origin.ip);
		const { token, startPage } = await signIn(input, origin);
		await takeBack();
		// Whoever was signed in on this browser before is not any more.
		const before = await findPerson(args);
		if (before) await endSession(before.userId, before.sessionId);
		return {
			to: localPath(input.next, startPage),
			headers: [
				["Set-Cookie", await signInCookie(token)],
				["Set-Cookie", await deviceCookieFor(input.email)],
			],
		};
	});

export default function SignInPage() {
	const { next } = useLoaderData<typeof loader>();
	const flash = useRouteLoaderData<typeof rootLoader>("root")?.flash;
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		constraint: getZodConstraint(SignIn),
		shouldRevalidate: "onInput",
		onValidate: ({ formData }) => parseWithZod(formData, { schema: SignIn }),
	});
	return (
		<PlainPage
			title="Sign in"
			foot={
				<>
					<Link to="/reset-password">Forgot your password?</Link>
					<Link to="/sign-up">Sign up</Link>
				</>
			}
		>
			{flash && <Flash {...flash} />}
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} ids={{ email: fields.email.id, password: fields.password.id }} />
				<input type="hidden" name="next" value={next} />
				<TextInput
					label="Email"
					errors={fields.email.errors}
					inputProps={{ ...getInputProps(fields.email, { type: "email" }), autoComplete: "username" }}
				/>
				<TextInput
					label="Password"
					errors={fields.password.errors}
					inputProps={{ ...getInputProps(fields.password, { type: "password" }), autoComplete: "current-password" }}
				/>
				<FormActions>
					<SubmitButton>Sign in</SubmitButton>
				</FormActions>
			</Form>
		</PlainPage>
	);
}
