import type { InputHTMLAttributes } from "react";
import { Field, type FieldText, fieldWiring, type Wiring } from "./field.tsx";

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "style"> & Wiring;

/**
 * One line of text, a number, a date, a file: `inputProps={getInputProps(fields.email, { type: "email" })}` with
 * conform, or `inputProps={{ name: "q" }}` without.
 */
export function TextInput({ inputProps, ...text }: FieldText & { inputProps: InputProps }) {
	const { key, ...props } = inputProps;
	const wiring = fieldWiring(inputProps, text);
	return (
		<Field id={wiring.id} {...text}>
			<input key={key} type="text" {...props} {...wiring} className="input" />
		</Field>
	);
}
