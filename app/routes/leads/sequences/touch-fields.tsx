import {
	type FieldMetadata,
	type FormMetadata,
	getInputProps,
	getSelectProps,
	getTextareaProps,
} from "@conform-to/react";
import type { z } from "zod";
import { TOUCH_VARIABLES } from "#app/domain/leads/default-sequence.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { SequenceForm } from "./sequence-form.ts";
import { TouchPreview } from "./touch-preview.tsx";

type Values = z.input<typeof SequenceForm>;
type TouchField = FieldMetadata<Values["touches"][number], Values, string[]>;
type TouchProps = {
	form: FormMetadata<Values, string[]>;
	field: TouchField;
	at: number;
	last: number;
	canEdit: boolean;
};

/** One touch: when, by which channel, its words, and a look at how it reads. */
export function TouchFields({ form, field, at, last, canEdit }: TouchProps) {
	const touch = field.getFieldset();
	const isSms = touch.channel.value === "sms";
	return (
		<Fieldset legend={`Touch ${at + 1}`}>
			<When touch={touch} />
			<Words field={touch} isSms={isSms} />
			<details open={Boolean(touch.second.getFieldset().body.value)}>
				<summary className="btn btn-small">
					<Icon name="plus" />A second wording
				</summary>
				<p className="muted">Every other lead gets it, and the figures compare the two.</p>
				<Words field={touch.second.getFieldset()} isSms={isSms} optional />
			</details>
			<TouchPreview touch={field.value as never} />
			{canEdit && <TouchActs {...{ form, at, last }} name={form.getFieldset().touches.name} />}
		</Fieldset>
	);
}

function When({ touch }: { touch: ReturnType<TouchField["getFieldset"]> }) {
	return (
		<div className="cluster touch-when">
			<Select
				label="Channel"
				errors={touch.channel.errors}
				inputProps={getSelectProps(touch.channel)}
				options={[
					{ value: "email", label: "Email" },
					{ value: "sms", label: "SMS" },
				]}
			/>
			<Select
				label="When"
				errors={touch.timing.errors}
				inputProps={getSelectProps(touch.timing)}
				options={[
					{ value: "minutes", label: "Minutes after" },
					{ value: "day", label: "On a day" },
				]}
			/>
			<div className="when-minutes">
				<TextInput
					label="Minutes"
					errors={touch.minutes.errors}
					inputProps={{ ...getInputProps(touch.minutes, { type: "text" }), inputMode: "numeric", size: 4 }}
				/>
			</div>
			<div className="when-day cluster">
				<TextInput
					label="Day"
					errors={touch.day.errors}
					inputProps={{ ...getInputProps(touch.day, { type: "text" }), inputMode: "numeric", size: 4 }}
				/>
				<TextInput label="Time" errors={touch.at.errors} inputProps={getInputProps(touch.at, { type: "time" })} />
			</div>
		</div>
	);
}

type WordFields = Pick<ReturnType<TouchField["getFieldset"]>, "subject" | "body" | "button">;

function Words({ field, isSms, optional = false }: { field: WordFields; isSms: boolean; optional?: boolean }) {
	return (
		<>
			<TextInput
				label="Subject"
				optional={isSms || optional}
				help={isSms ? "An SMS has none." : undefined}
				errors={field.subject.errors}
				inputProps={getInputProps(field.subject, { type: "text" })}
			/>
			<TextArea
				label="Text"
				optional={optional}
				errors={field.body.errors}
				inputProps={{ ...getTextareaProps(field.body), rows: isSms ? 3 : 7 }}
			/>
			<TextInput
				label="Button to the chat"
				optional
				errors={field.button.errors}
				inputProps={getInputProps(field.button, { type: "text" })}
			/>
		</>
	);
}

function TouchActs({ form, at, last, name }: Pick<TouchProps, "form" | "at" | "last"> & { name: string }) {
	const reorder = (to: number) => form.reorder.getButtonProps({ name: name as never, from: at, to });
	return (
		<div className="cluster">
			{at > 0 && (
				<SubmitButton tone="quiet" small icon="arrow-up" {...reorder(at - 1)}>
					Move up
				</SubmitButton>
			)}
			{at < last && (
				<SubmitButton tone="quiet" small icon="arrow-down" {...reorder(at + 1)}>
					Move down
				</SubmitButton>
			)}
			{last > 0 && (
				<SubmitButton
					tone="quiet"
					small
					icon="trash"
					{...form.remove.getButtonProps({ name: name as never, index: at })}
				>
					Remove touch {at + 1}
				</SubmitButton>
			)}
		</div>
	);
}

/** What a text may say of a lead. */
export function VariableList() {
	return (
		<section className="stack">
			<h2>Variables</h2>
			<p className="muted">Write a word after a bar for when nothing is known: {"{{contact.firstName|there}}"}.</p>
			<ul>
				{TOUCH_VARIABLES.map((name) => (
					<li key={name}>
						<code>{`{{${name}}}`}</code>
					</li>
				))}
			</ul>
		</section>
	);
}
