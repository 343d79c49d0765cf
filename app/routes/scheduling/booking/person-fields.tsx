import { type FieldMetadata, getInputProps } from "@conform-to/react";
import { TextInput } from "#app/ui/forms/text-input.tsx";

/** Who comes, and where the confirmation goes. */
export function PersonFields({ fields }: { fields: Record<"name" | "email" | "phone", FieldMetadata<string>> }) {
	return (
		<>
			<TextInput
				label="Name"
				errors={fields.name.errors}
				inputProps={{ ...getInputProps(fields.name, { type: "text" }), autoComplete: "name", required: true }}
			/>
			<TextInput
				label="Email"
				help="For the confirmation, with a file for your calendar."
				errors={fields.email.errors}
				inputProps={{ ...getInputProps(fields.email, { type: "email" }), autoComplete: "email" }}
			/>
			<TextInput
				label="Mobile number"
				optional
				help="For a text message with the time, and a reminder."
				errors={fields.phone.errors}
				inputProps={{ ...getInputProps(fields.phone, { type: "tel" }), autoComplete: "tel" }}
			/>
		</>
	);
}
