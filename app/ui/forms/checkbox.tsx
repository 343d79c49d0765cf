import type { InputHTMLAttributes } from "react";
import { FieldNotes, type FieldText, fieldWiring, type Wiring } from "./field.tsx";

type BoxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "style"> & Wiring;

/** One yes or no, its label to the right. `inputProps={getInputProps(fields.terms, { type: "checkbox" })}`. */
export function Checkbox({ inputProps, label, help, errors }: FieldText & { inputProps: BoxProps }) {
	const { key, ...props } = inputProps;
	const wiring = fieldWiring(inputProps, { help, errors });
	return (
		<div className="field">
			<div className="choice">
				<input key={key} {...props} {...wiring} type="checkbox" />
				<label htmlFor={wiring.id}>{label}</label>
			</div>
			<FieldNotes id={wiring.id} help={help} errors={errors} />
		</div>
	);
}
