import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listOrganisations } from "#app/domain/identity/organisation/organisation-queries.ts";
import { NewOrganisation } from "#app/domain/identity/schema.ts";
import { switchOrganisation } from "#app/domain/identity/sessions/switch-organisation.ts";
import { answerForm } from "#app/doors/form.ts";
import { foundOrganisation } from "#app/doors/found-organisation.ts";
import { guarded, originOf, requirePerson } from "#app/doors/page.ts";
import { takeRate } from "#app/doors/rates/rate-limit.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { GuessedZone } from "./guessed-zone.tsx";

export const meta = () => [{ title: "Organisations · Perigee" }];

const Choice = z.union([z.object({ org: z.uuid() }), NewOrganisation.extend({ create: z.literal("yes") })]);

export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const person = await requirePerson(args);
		const organisations = await listOrganisations(person.userId);
		return { organisations, current: person.org?.id, email: person.email };
	});

export async function action(args: ActionFunctionArgs) {
	const person = await requirePerson(args);
	return answerForm(args, Choice, async (input) => {
		if ("org" in input) {
			await switchOrganisation(person, input.org, originOf(args));
			return { to: person.startPage };
		}
		await takeRate(person.userId, "sign-up-address");
		await foundOrganisation(args, person, input);
		return { to: "/today", flash: `${input.name} is ready.` };
	});
}

export default function Organisations() {
	const { organisations, current, email } = useLoaderData<typeof loader>();
	return (
		<PlainPage
			title="Organisations"
			foot={
				<Form method="post" action="/sign-out" reloadDocument>
					<SubmitButton tone="quiet" small>
						Sign out {email}
					</SubmitButton>
				</Form>
			}
		>
			<div className="stack">
				{organisations.length === 0 && (
					<p>You do not belong to an organisation yet. Make one below, or ask for an invitation to {email}.</p>
				)}
				{organisations.map((org) => (
					<Form method="post" key={org.id} reloadDocument className="cluster">
						<input type="hidden" name="org" value={org.id} />
						<SubmitButton tone="plain" icon="building">
							{org.name}
						</SubmitButton>
						<Badge>{org.role}</Badge>
						{org.id === current && <span className="muted">here now</span>}
					</Form>
				))}
				<Create />
			</div>
		</PlainPage>
	);
}

function Create() {
	const [form, fields] = useForm({
		lastResult: useActionData<typeof action>()?.result,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: NewOrganisation }),
	});
	return (
		<Form method="post" reloadDocument className="form" {...getFormProps(form)}>
			<h2>Make another</h2>
			<ErrorSummary allErrors={form.allErrors} ids={{ name: fields.name.id }} />
			<input type="hidden" name="create" value="yes" />
			<GuessedZone />
			<TextInput
				label="Name of the organisation"
				errors={fields.name.errors}
				inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "organization" }}
			/>
			<FormActions>
				<SubmitButton tone="plain">Make organisation</SubmitButton>
			</FormActions>
		</Form>
	);
}
