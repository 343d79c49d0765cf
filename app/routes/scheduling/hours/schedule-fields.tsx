import type { ComponentProps } from "react";
import { WEEKDAYS } from "#app/domain/scheduling/schema.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

/** What wires a field of this name to its form: id, name, what was typed, and its errors. */
export type FieldProps = (name: string) => Pick<ComponentProps<typeof TextInput>, "errors" | "inputProps">;

/** A week's hours and the days that differ, as people write them: for a location and for a member alike. */
export function WeekFields({ legend, text, example }: { legend: string; text: FieldProps; example: string }) {
	return (
		<Fieldset legend={legend}>
			{WEEKDAYS.map((day, index) => (
				<TextInput
					key={day}
					label={day}
					help={index === 0 ? `Such as ${example} with a lunch between. Empty means closed.` : undefined}
					{...text(`hours${index + 1}`)}
				/>
			))}
			<DatesField text={text} />
		</Fieldset>
	);
}

function DatesField({ text }: { text: FieldProps }) {
	const { errors, inputProps } = text("exceptions");
	const { id, name, defaultValue } = inputProps;
	return (
		<TextArea
			label="Holidays and other days that differ"
			optional
			help="One line each: 2026-12-25 closed Christmas Day, or 2026-12-24 9:00-12:00 Christmas Eve."
			errors={errors}
			inputProps={{ id, name: name ?? "exceptions", defaultValue }}
		/>
	);
}

/** Buffers, steps, notice and horizon. */
export function BookingFields({ number }: { number: FieldProps }) {
	return (
		<>
			<TextInput label="Minutes kept free before" {...number("bufferBefore")} />
			<TextInput label="Minutes kept free after" {...number("bufferAfter")} />
			<TextInput label="Minutes between possible starts" {...number("step")} />
			<TextInput label="Shortest notice in minutes" {...number("notice")} />
			<TextInput label="Days ahead that can be booked" {...number("horizon")} />
		</>
	);
}
