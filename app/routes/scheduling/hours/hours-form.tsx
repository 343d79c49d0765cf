import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { BookingFields, WeekFields } from "./schedule-fields.tsx";

type Texts = Record<string, string>;

/** A member's working hours. `values` are the fields as texts; a refused post brings back what was typed. */
export function HoursFields({
	values,
	zones,
	version,
	result,
}: {
	values: Texts;
	zones: readonly string[];
	version: number | null;
	result: SubmissionResult<string[]> | undefined;
}) {
	const [form, fields] = useForm<Texts>({ id: "hours", defaultValue: values, lastResult: result ?? null });
	const text = (name: string) => ({
		errors: fields[name]?.errors,
		inputProps: { id: `hours-${name}`, name, defaultValue: (fields[name]?.initialValue as string | undefined) ?? "" },
	});
	const number = (name: string) => {
		const props = text(name);
		return { ...props, inputProps: { ...props.inputProps, type: "number", inputMode: "numeric" as const } };
	};
	// After a refused post an absent tick is a tick taken away.
	const bookable = result ? fields.bookable?.initialValue === "on" : values.bookable === "on";
	return (
		<Form method="post" className="form" {...getFormProps(form)} noValidate>
			<ErrorSummary allErrors={form.allErrors} form="hours" />
			{version !== null && <input type="hidden" name="version" value={version} />}
			<Checkbox
				label="Takes appointments"
				help="Without it no new ones can be booked; what is booked stays."
				inputProps={{ id: "hours-bookable", name: "bookable", defaultChecked: bookable }}
			/>
			<Select
				label="Time zone"
				help="All hours below are on these clocks."
				{...text("timeZone")}
				options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
			/>
			<WeekFields legend="Working hours" text={text} example="9:00-12:00, 13:00-17:00" />
			<Fieldset legend="Booking">
				<BookingFields number={number} />
			</Fieldset>
			<FormActions>
				<SubmitButton>Save hours</SubmitButton>
			</FormActions>
		</Form>
	);
}
