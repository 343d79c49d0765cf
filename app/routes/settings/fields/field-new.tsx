import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { FIELD_KIND_LABELS, FIELD_KINDS } from "#app/domain/crm/fields/schema.ts";
import { isRecordType, RECORD_NOUNS, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { optionLines } from "./option-lines.ts";

export const meta = () => [{ title: "New field · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "fields.edit", async () => {
		const asked = new URL(args.request.url).searchParams.get("type");
		return { type: isRecordType(asked) ? asked : ("contact" as RecordType) };
	});

const NewFieldForm = z.object({
	recordType: z.enum(RECORD_TYPES, "Choose what the field is for."),
	label: z.string("Give the field a name.").max(100, "Write 100 characters at most."),
	kind: z.enum(FIELD_KINDS, "Choose what the field holds."),
	required: z.boolean().default(false),
	options: z.string().max(10_000).optional(),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "fields.edit", schema: NewFieldForm }, async (ctx, { options, ...input }) => {
		await createField(ctx, { ...input, options: optionLines(options) });
		const to = `/settings/fields?type=${input.recordType}`;
		return { to, flash: `${input.label} is added to every ${RECORD_NOUNS[input.recordType].one}.` };
	});

export default function NewFieldPage() {
	const { type } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const started = (name: string, start = "") => String(typed ? (typed[name] ?? "") : start);
	const crumbs = [
		{ label: "Settings", href: "/settings" },
		{ label: "Custom fields", href: `/settings/fields?type=${type}` },
	];
	return (
		<Page title="New field" crumbs={crumbs} width="narrow" search={null}>
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<Select
					label="For"
					errors={errors.recordType}
					inputProps={{ name: "recordType", defaultValue: started("recordType", type) }}
					options={RECORD_TYPES.map((value) => ({ value, label: `Every ${RECORD_NOUNS[value].one}` }))}
				/>
				<TextInput
					label="Name"
					errors={errors.label}
					inputProps={{ name: "label", required: true, maxLength: 100, defaultValue: started("label") }}
				/>
				<Select
					label="Holds"
					help="What it holds stays as it is chosen now; the name can change."
					errors={errors.kind}
					inputProps={{ name: "kind", defaultValue: started("kind", "text") }}
					options={FIELD_KINDS.map((value) => ({ value, label: FIELD_KIND_LABELS[value] }))}
				/>
				<TextArea
					label="Choices"
					optional
					help="One a line; only of fields of one or several choices."
					errors={errors.options}
					inputProps={{ name: "options", rows: 4, maxLength: 10_000, defaultValue: started("options") }}
				/>
				<Checkbox
					label="Required"
					help="Asked for whenever a record is added or this field is edited."
					inputProps={{ name: "required", defaultChecked: typed?.required === "on" }}
				/>
				<FormActions>
					<SubmitButton>Add field</SubmitButton>
					<ButtonLink to={`/settings/fields?type=${type}`} tone="quiet">
						Add nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
