import type { TextareaHTMLAttributes } from "react";
import { Field, type FieldText, fieldWiring, type Wiring } from "./field.tsx";

type AreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "className" | "style"> & Wiring;

/** Text of several lines; grows with what is typed. `inputProps={getTextareaProps(fields.note)}`. */
export function TextArea({ inputProps, ...text }: FieldText & { inputProps: AreaProps }) {
	const { key, ...props } = inputProps;
	const wiring = fieldWiring(inputProps, text);
	return (
		<Field id={wiring.id} {...text}>
			<textarea key={key} {...props} {...wiring} className="input" />
		</Field>
	);
}
