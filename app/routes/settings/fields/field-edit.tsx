import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { changeField } from "#app/domain/crm/fields/change-field.ts";
import { getField } from "#app/domain/crm/fields/field-queries.ts";
import { FIELD_KIND_LABELS, type FieldOption, hasOptions } from "#app/domain/crm/fields/schema.ts";
import { RECORD_NOUNS } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { optionLines } from "./option-lines.ts";

export const meta = () => [{ title: "Custom field · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "fields.edit", async (ctx) => ({ field: await getField(ctx, args.params.id ?? "") }));

const FieldForm = z.object({
	version: z.coerce.number().int().positive(),
	label: z.string("Give the field a name.").max(100, "Write 100 characters at most."),
	required: z.boolean().default(false),
	options: z
		.array(
			z.object({
				id: z.uuid(),
				label: z.string("Write what the choice is called.").max(100),
				place: z.coerce.number("Write a number.").min(0).max(10_000),
				archived: z.boolean().default(false),
			}),
		)
		.max(200)
		.default([]),
	more: z.string().max(10_000).optional(),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "fields.edit", schema: FieldForm }, async (ctx, { options, more, ...input }) => {
		const field = await getField(ctx, args.params.id ?? "");
		const kept = [...options].sort((one, other) => one.place - other.place);
		const added = optionLines(more).map((label) => ({ label, archived: false }));
		const all = [...kept.map(({ id, label, archived }) => ({ id, label, archived })), ...added];
		await changeField(ctx, { id: field.id, ...input, ...(hasOptions(field.kind) ? { options: all } : {}) });
		return { to: `/settings/fields?type=${field.recordType}`, flash: `${input.label} is saved.` };
	});

export default function FieldPage() {
	const { field } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const list = `/settings/fields?type=${field.recordType}`;
	const crumbs = [
		{ label: "Settings", href: "/settings" },
		{ label: "Custom fields", href: list },
	];
	const choices = Object.entries(errors).find(([name]) => name.startsWith("options"))?.[1];
	return (
		<Page title={field.label} crumbs={crumbs} width="narrow" search={null}>
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} ids={{ options: "field-options" }} />
				<input type="hidden" name="version" value={field.version} />
				<p className="muted">
					{FIELD_KIND_LABELS[field.kind]} of every {RECORD_NOUNS[field.recordType].one}. In files and the API it is
					called <code>{field.key}</code>.
				</p>
				<TextInput
					label="Name"
					errors={errors.label}
					inputProps={{
						name: "label",
						required: true,
						maxLength: 100,
						defaultValue: String(typed?.label ?? field.label),
					}}
				/>
				<Checkbox
					label="Required"
					help="Asked for whenever a record is added or this field is edited."
					inputProps={{ name: "required", defaultChecked: typed ? typed.required === "on" : field.required }}
				/>
				{hasOptions(field.kind) && (
					<Options options={field.options} errors={choices} more={String(typed?.more ?? "")} />
				)}
				<FormActions>
					<SubmitButton>Save field</SubmitButton>
					<ButtonLink to={list} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

/** The choices by name and place; one that records may hold is archived rather than taken away. */
function Options({
	options,
	errors,
	more,
}: {
	options: readonly FieldOption[];
	errors: string[] | undefined;
	more: string;
}) {
	return (
		<Fieldset legend="Choices">
			<div className="option-rows" id="field-options" tabIndex={-1}>
				{options.map(({ id, label, archived }, index) => (
					<div className="option-row" key={id}>
						<input type="hidden" name={`options[${index}].id`} value={id} />
						<TextInput
							label={`Choice ${index + 1}`}
							hideLabel
							inputProps={{ name: `options[${index}].label`, defaultValue: label, required: true, maxLength: 100 }}
						/>
						<TextInput
							label={`Place of ${label}`}
							hideLabel
							inputProps={{
								name: `options[${index}].place`,
								defaultValue: String(index + 1),
								inputMode: "numeric",
								maxLength: 4,
								title: "Place",
							}}
						/>
						<Checkbox label="Archived" inputProps={{ name: `options[${index}].archived`, defaultChecked: archived }} />
					</div>
				))}
			</div>
			<TextArea
				label="More choices"
				optional
				help="One a line. The numbers are the order; archived choices stay on the records that have them."
				errors={errors}
				inputProps={{ name: "more", rows: 3, maxLength: 10_000, defaultValue: more }}
			/>
		</Fieldset>
	);
}
