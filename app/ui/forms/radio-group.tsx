import type { InputHTMLAttributes } from "react";
import { FieldNotes, type FieldText } from "./field.tsx";
import type { Option } from "./select.tsx";

/**
 * One of a few choices, all in sight. `type="checkbox"` makes it any of them; then every ticked value is posted
 * under `name`. `chosen` holds the values ticked at first.
 */
export function RadioGroup({
	id,
	name,
	form,
	options,
	chosen = [],
	type = "radio",
	required,
	...text
}: FieldText & {
	id?: string;
	name: string;
	form?: string;
	options: readonly (Option & { help?: string })[];
	chosen?: readonly string[];
	type?: "radio" | "checkbox";
	required?: boolean;
}) {
	const base = id ?? `field-${name}`;
	const notes = [text.help && `${base}-help`, text.errors?.length && `${base}-error`].filter(Boolean).join(" ");
	return (
		<fieldset className="field" id={base} tabIndex={-1} aria-describedby={notes || undefined}>
			<legend className={text.hideLabel ? "hidden-text" : "field-label"}>
				{text.label}
				{text.optional && <span className="field-optional"> (optional)</span>}
			</legend>
			<div className="choices">
				{options.map((option) => (
					<Choice
						key={option.value}
						option={option}
						id={`${base}-${option.value}`}
						inputProps={{
							...{ type, name, form },
							defaultChecked: chosen.includes(option.value),
							required: required && type === "radio",
							"aria-invalid": text.errors?.length ? true : undefined,
						}}
					/>
				))}
			</div>
			<FieldNotes id={base} help={text.help} errors={text.errors} />
		</fieldset>
	);
}

type ChoiceProps = {
	option: Option & { help?: string };
	id: string;
	inputProps: InputHTMLAttributes<HTMLInputElement>;
};

function Choice({ option: { value, label, help, disabled }, id, inputProps }: ChoiceProps) {
	return (
		<div className="choice">
			<input {...inputProps} id={id} value={value} disabled={disabled} />
			<label htmlFor={id}>
				{label}
				{help && <span className="field-help"> {help}</span>}
			</label>
		</div>
	);
}
