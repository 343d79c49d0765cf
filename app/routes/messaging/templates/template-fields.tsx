import { getFormProps, getInputProps, getSelectProps, getTextareaProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { TEMPLATE_VARIABLES, TemplateForm } from "#app/domain/messaging/templates/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";

type Template = {
	name: string;
	channel: string;
	mayEdit: boolean;
	versions: { number: number; subject: string; body: string }[];
};

type Current = { number: number; subject: string; body: string };

/** The editor: name, channel, subject, text, and the variables that may stand in them. */
export function TemplateFields({ template, reply }: { template: Template; reply: FormReply | undefined }) {
	const newest = template.versions[0];
	const [form, fields] = useTemplateForm(template, reply);
	const { name, channel, subject, body } = fields;
	const current = reply?.detail?.current as Current | undefined;
	return (
		<Form method="post" discover="none" className="form" {...getFormProps(form)}>
			<ErrorSummary
				allErrors={form.allErrors}
				ids={{ name: name.id, channel: channel.id, subject: subject.id, body: body.id }}
			/>
			{current && <Clash current={current} subject={subject.value} body={body.value} />}
			<input type="hidden" name="act" value="save" />
			<input type="hidden" name="basedOn" value={current?.number ?? newest?.number ?? 0} />
			<TextInput label="Name" errors={name.errors} inputProps={getInputProps(name, { type: "text" })} />
			<Select
				label="Channel"
				errors={channel.errors}
				inputProps={getSelectProps(channel)}
				options={[
					{ value: "email", label: "Email" },
					{ value: "sms", label: "SMS" },
				]}
			/>
			<TextInput
				label="Subject"
				help="Emails only."
				errors={subject.errors}
				inputProps={{ ...getInputProps(subject, { type: "text" }), required: false }}
			/>
			<TextArea
				label="Text"
				help="An empty line starts a new paragraph. Emails get your name, the reason and the way out around it."
				errors={body.errors}
				inputProps={{ ...getTextareaProps(body), rows: 12 }}
			/>
			<Variables />
			{template.mayEdit && (
				<FormActions>
					<SubmitButton>Save template</SubmitButton>
				</FormActions>
			)}
		</Form>
	);
}

function useTemplateForm({ name, channel, versions: [newest] }: Template, reply: FormReply | undefined) {
	return useForm({
		lastResult: reply?.result,
		constraint: getZodConstraint(TemplateForm),
		defaultValue: { name, channel, subject: newest?.subject, body: newest?.body },
		shouldRevalidate: "onInput",
		onValidate: ({ formData }) => parseWithZod(formData, { schema: TemplateForm }),
	});
}

function Variables() {
	return (
		<details>
			<summary>Variables</summary>
			<p>
				Write <code>{"{{contact.firstName|there}}"}</code>: the words after the bar stand in where there is no value.
			</p>
			<DescriptionList
				facts={Object.entries(TEMPLATE_VARIABLES).map(([label, value]) => ({ label: `{{${label}}}`, value }))}
			/>
		</details>
	);
}

/** Both sides of a conflict; saving again puts a version of one's own on top of the other. */
function Clash({
	current,
	subject,
	body,
}: {
	current: Current;
	subject: string | undefined;
	body: string | undefined;
}) {
	const differences = [
		{ label: "Subject", theirs: current.subject, yours: subject ?? "" },
		{ label: "Text", theirs: current.body, yours: body ?? "" },
	].filter(({ theirs, yours }) => theirs !== yours);
	return (
		<Conflict who={`Version ${current.number}`} differences={differences}>
			<p>Save again to put your version on top, or copy what should stay from the other.</p>
		</Conflict>
	);
}
