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
				{options.map(({ value, label, help, disabled }) => (
					<div className="choice" key={value}>
						<input
							type={type}
							id={`${base}-${value}`}
							name={name}
							form={form}
							value={value}
							defaultChecked={chosen.includes(value)}
							disabled={disabled}
							required={required && type === "radio"}
							aria-invalid={text.errors?.length ? true : undefined}
						/>
						<label htmlFor={`${base}-${value}`}>
							{label}
							{help && <span className="field-help"> {help}</span>}
						</label>
					</div>
				))}
			</div>
			<FieldNotes id={base} help={text.help} errors={text.errors} />
		</fieldset>
	);
}
