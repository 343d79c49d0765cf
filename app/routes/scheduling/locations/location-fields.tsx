import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { BookingFields, WeekFields } from "#app/routes/scheduling/hours/schedule-fields.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Texts = Record<string, string>;

/** The form of a location. `values` are its fields as texts; a refused post brings back what was typed. */
export function LocationFields({
	values,
	zones,
	version,
	result,
	button,
}: {
	values: Texts;
	zones: readonly string[];
	version?: number;
	result: SubmissionResult<string[]> | undefined;
	button: string;
}) {
	const [form, fields] = useForm<Texts>({ id: "location", defaultValue: values, lastResult: result ?? null });
	const text = (name: string) => ({
		errors: fields[name]?.errors,
		inputProps: {
			id: `location-${name}`,
			name,
			defaultValue: (fields[name]?.initialValue as string | undefined) ?? "",
		},
	});
	const number = (name: string) => {
		const props = text(name);
		return { ...props, inputProps: { ...props.inputProps, type: "number", inputMode: "numeric" as const } };
	};
	// After a refused post an absent tick is a tick taken away.
	const active = result ? fields.active?.initialValue === "on" : values.active === "on";
	return (
		<Form method="post" className="form" {...getFormProps(form)} noValidate>
			<ErrorSummary allErrors={form.allErrors} form="location" />
			{version !== undefined && <input type="hidden" name="version" value={version} />}
			<PlaceFields text={text} zones={zones} active={active} />
			<WeekFields legend="Opening hours" text={text} example="8:00-12:00, 12:30-17:30" />
			<Fieldset legend="Booking">
				<TextInput
					label="Places side by side"
					help="How many appointments run at the same time."
					{...number("capacity")}
				/>
				<BookingFields number={number} />
			</Fieldset>
			<MessageFields text={text} />
			<FormActions>
				<SubmitButton>{button}</SubmitButton>
			</FormActions>
		</Form>
	);
}

type Text = (name: string) => {
	errors: string[] | undefined;
	inputProps: { id: string; name: string; defaultValue: string };
};

function PlaceFields({ text, zones, active }: { text: Text; zones: readonly string[]; active: boolean }) {
	return (
		<Fieldset legend="Who and where">
			<TextInput label="Name" {...text("name")} />
			<TextInput
				label="Address of its booking page"
				optional
				help="Small letters, digits and dashes."
				{...text("slug")}
			/>
			<Select
				label="Time zone"
				help="All hours below are on these clocks."
				{...text("timeZone")}
				options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
			/>
			<TextInput label="Phone" optional help="With its country, such as +1 510 555 0142." {...text("phone")} />
			<TextInput label="Email" optional {...text("email")} />
			<TextInput label="Postal address" optional {...text("address")} />
			<Checkbox label="Can be booked" inputProps={{ id: "location-active", name: "active", defaultChecked: active }} />
		</Fieldset>
	);
}

function MessageFields({ text }: { text: Text }) {
	return (
		<Fieldset legend="Messages">
			<TextArea
				label="When sequences may write"
				optional
				help="One line each: Mon-Fri 9:00-19:00. Empty means at any time outside the quiet hours."
				{...text("sendHours")}
			/>
			<TextArea label="Days without messages" optional help="Dates such as 2026-12-25." {...text("sendHolidays")} />
			<TextInput
				label="Quiet from"
				optional
				help="Such as 21:00. Empty: as the organisation has it."
				{...text("quietStarts")}
			/>
			<TextInput label="Quiet until" optional {...text("quietEnds")} />
		</Fieldset>
	);
}
