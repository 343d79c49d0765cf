import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeOrganisation } from "#app/domain/identity/organisation/change-organisation.ts";
import { getOrganisation } from "#app/domain/identity/organisation/organisation-queries.ts";
import { Organisation } from "#app/domain/identity/schema.ts";
import { type FormReply, form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Organisation · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "organisation.edit", async (ctx) => ({
		organisation: await getOrganisation(ctx),
		zones: Intl.supportedValuesOf("timeZone"),
		currencies: Intl.supportedValuesOf("currency"),
	}));

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "organisation.edit", schema: Organisation }, async (ctx, input) => {
		await changeOrganisation(ctx, input);
		return { to: "/settings/organisation", flash: "The organisation is saved." };
	});

export default function OrganisationSettings() {
	const { organisation, zones, currencies } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const [form, fields] = useOrganisationForm(organisation, reply);
	return (
		<Page
			title="Organisation"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="narrow"
			actions={<ButtonLink to="/organisations">Switch organisation</ButtonLink>}
		>
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary
					allErrors={form.allErrors}
					ids={Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.id]))}
				/>
				{reply?.detail?.current ? (
					<Notice tone="warn">
						It is now “{organisation.name}”, {organisation.time_zone}, {organisation.currency}. Save again to put yours
						in its place.
					</Notice>
				) : null}
				<input type="hidden" name="version" value={organisation.version} />
				<OrganisationFields {...{ fields, currencies }} zones={withZone(zones, organisation.time_zone)} />
				<FormActions>
					<SubmitButton>Save organisation</SubmitButton>
				</FormActions>
			</Form>
		</Page>
	);
}

type Stored = ReturnType<typeof useLoaderData<typeof loader>>["organisation"];

function useOrganisationForm(organisation: Stored, reply: FormReply | undefined) {
	return useForm({
		lastResult: reply?.result,
		defaultValue: {
			name: organisation.name,
			timeZone: organisation.time_zone,
			currency: organisation.currency,
			colour: organisation.colour,
		},
		onValidate: ({ formData }) => parseWithZod(formData, { schema: Organisation }),
	});
}

/** The zones to choose from, with the stored one where this machine lists it under another name. */
function withZone(zones: readonly string[], zone: string): readonly string[] {
	return zones.includes(zone) ? zones : [zone, ...zones];
}

type FieldsProps = {
	fields: ReturnType<typeof useOrganisationForm>[1];
	zones: readonly string[];
	currencies: readonly string[];
};

function OrganisationFields({ fields, zones, currencies }: FieldsProps) {
	return (
		<>
			<TextInput
				label="Name"
				help="Customers see it on pages and in messages."
				errors={fields.name.errors}
				inputProps={getInputProps(fields.name, { type: "text" })}
			/>
			<Select
				label="Time zone"
				errors={fields.timeZone.errors}
				inputProps={getSelectProps(fields.timeZone)}
				options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
			/>
			<Select
				label="Currency"
				errors={fields.currency.errors}
				inputProps={getSelectProps(fields.currency)}
				options={currencies.map((code) => ({ value: code, label: code }))}
			/>
			<TextInput
				label="Colour"
				help="Of your public pages and emails."
				errors={fields.colour.errors}
				inputProps={getInputProps(fields.colour, { type: "color" })}
			/>
		</>
	);
}
