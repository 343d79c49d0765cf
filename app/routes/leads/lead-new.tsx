import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { listChoices } from "#app/domain/leads/lists/board-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "New lead · Perigee" }];

const NewLeadForm = z
	.object({
		firstName: z.string({ error: "Give a first name." }).trim().min(1, "Give a first name.").max(100),
		lastName: z.string().trim().max(100).optional(),
		email: z.email("This is no email address.").optional(),
		phone: z
			.string()
			.transform((text) => text.replace(/[\s().-]/g, ""))
			.pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "Write the number with its country code, such as +1 415 555 0142."))
			.optional(),
		title: z.string({ error: "Say what they asked for." }).trim().min(1, "Say what they asked for.").max(300),
		locationId: z.uuid({ error: "Choose a location." }),
	})
	.refine((lead) => lead.email || lead.phone, {
		path: ["email"],
		message: "Give an email address or a phone number: one of them is needed to write to this person.",
	});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.create", async (ctx) => ({ locations: (await listChoices(ctx)).locations }));

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "leads.create", schema: NewLeadForm }, async (ctx, input) => {
		const { firstName, lastName, email, phone, title, locationId } = input;
		const contact = await findOrCreateContact(ctx, { firstName, lastName, email, phone });
		const services = [title];
		const lead = await createLead(ctx, { contactId: contact.id, locationId, source: "member", title, services });
		return {
			to: `/leads/${lead.id}`,
			flash: contact.created ? "The lead is made." : "The lead is made for a contact you know.",
		};
	});

export default function NewLeadPage() {
	const { locations } = useLoaderData<typeof loader>();
	const [form, fields] = useLeadForm(locations);
	return (
		<Page title="New lead" crumbs={[{ label: "Leads", href: "/leads" }]} width="narrow" search={null}>
			<Form discover="none" method="post" className="form" {...getFormProps(form)} data-unsaved>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<PersonFields fields={fields} />
				<TextInput
					label="What they asked for"
					help="The messages of the sequence say it, such as “Window tint”."
					errors={fields.title.errors}
					inputProps={getInputProps(fields.title, { type: "text" })}
				/>
				<Select
					label="Location"
					empty="Choose a location"
					errors={fields.locationId.errors}
					inputProps={getSelectProps(fields.locationId)}
					options={locations.map(({ id, name }) => ({ value: id, label: name }))}
				/>
				<FormActions>
					<SubmitButton>Create lead</SubmitButton>
					<ButtonLink to="/leads" tone="quiet">
						Back to leads
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

function useLeadForm(locations: readonly { id: string }[]) {
	return useForm({
		lastResult: useActionData<typeof action>()?.result,
		defaultValue: { locationId: locations.length === 1 ? locations[0]?.id : "" },
		onValidate: ({ formData }) => parseWithZod(formData, { schema: NewLeadForm }),
		shouldRevalidate: "onInput",
	});
}

function PersonFields({ fields }: { fields: ReturnType<typeof useLeadForm>[1] }) {
	const { firstName, lastName, email, phone } = fields;
	return (
		<>
			<TextInput label="First name" errors={firstName.errors} inputProps={getInputProps(firstName, { type: "text" })} />
			<TextInput
				label="Last name"
				optional
				errors={lastName.errors}
				inputProps={getInputProps(lastName, { type: "text" })}
			/>
			<TextInput label="Email" optional errors={email.errors} inputProps={getInputProps(email, { type: "email" })} />
			<TextInput
				label="Phone"
				optional
				help="With the country code, such as +1 415 555 0142."
				errors={phone.errors}
				inputProps={getInputProps(phone, { type: "tel" })}
			/>
		</>
	);
}
