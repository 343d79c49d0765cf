import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { acceptAsNewPerson, acceptInvitation, findInvitation } from "#app/domain/identity/members/accept-invitation.ts";
import { Name, Password, GuessedZone as Zone } from "#app/domain/identity/schema.ts";
import { switchOrganisation } from "#app/domain/identity/sessions/switch-organisation.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded, originOf } from "#app/doors/page.ts";
import { openIdentityLink } from "#app/doors/public/identity-link.ts";
import { findPerson, signInCookie } from "#app/doors/session.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { GuessedZone } from "./guessed-zone.tsx";

export const meta = () => [{ title: "Invitation · Perigee" }];

const NewPerson = z.object({ name: Name, password: Password, timeZone: Zone });

/** Looks and uses nothing up. Who may accept it: the address it was sent to, signed in or new. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		const { org, email, role, hasAccount } = await findInvitation(token, new Date());
		const person = await findPerson(args);
		const isTheirs = person?.email.toLowerCase() === email.toLowerCase();
		return {
			org: org.name,
			email,
			role,
			hasAccount,
			signedInAs: person?.email,
			isTheirs,
			path: `/invitations/${token}`,
		};
	});

export const action = (args: ActionFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		const person = await findPerson(args);
		const origin = originOf(args);
		if (person) {
			return answerForm(args, z.object({}), async () => {
				const { orgId } = await acceptInvitation(person, token, origin);
				await switchOrganisation(person, orgId, origin);
				return { to: "/today", flash: "Welcome. You are in." };
			});
		}
		const { hasAccount } = await findInvitation(token, new Date());
		if (hasAccount) throw redirect(`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`);
		return answerForm(args, NewPerson, async (input) => {
			const { session } = await acceptAsNewPerson({ ...input, token }, origin);
			return { to: "/today", flash: "Welcome. You are in.", headers: [["Set-Cookie", await signInCookie(session)]] };
		});
	});

export default function Invitation() {
	const { org, email, role, hasAccount, signedInAs, isTheirs, path } = useLoaderData<typeof loader>();
	return (
		<PlainPage title={`Join ${org}`}>
			<div className="stack">
				<p>
					You are invited to work in {org} as {role}. The invitation is for {email}.
				</p>
				{isTheirs && (
					<Form method="post" reloadDocument>
						<SubmitButton>Accept invitation</SubmitButton>
					</Form>
				)}
				{signedInAs && !isTheirs && (
					<Form method="post" action="/sign-out" reloadDocument className="stack">
						<p>You are signed in as {signedInAs}. Sign out and open the link again.</p>
						<SubmitButton>Sign out</SubmitButton>
					</Form>
				)}
				{!signedInAs && hasAccount && (
					<ButtonLink to={`/sign-in?next=${encodeURIComponent(path)}`} tone="primary">
						Sign in to accept
					</ButtonLink>
				)}
				{!signedInAs && !hasAccount && <NewAccount />}
			</div>
		</PlainPage>
	);
}

function NewAccount() {
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: NewPerson }),
	});
	return (
		<Form method="post" reloadDocument className="form" {...getFormProps(form)}>
			<ErrorSummary allErrors={form.allErrors} ids={{ name: fields.name.id, password: fields.password.id }} />
			<GuessedZone />
			<TextInput
				label="Your name"
				errors={fields.name.errors}
				inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "name" }}
			/>
			<TextInput
				label="Choose a password"
				help="At least 8 characters. A sentence is fine."
				errors={fields.password.errors}
				inputProps={{ ...getInputProps(fields.password, { type: "password" }), autoComplete: "new-password" }}
			/>
			<FormActions>
				<SubmitButton>Accept invitation</SubmitButton>
			</FormActions>
		</Form>
	);
}
