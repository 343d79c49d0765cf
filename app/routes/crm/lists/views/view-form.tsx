import { Form } from "@remix-run/react";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Props = {
	action: string;
	button: string;
	back: string;
	values: { type: string; query: string; name?: string; shared?: boolean; opens?: boolean };
	errors: Record<string, string[] | null> | null | undefined;
	message?: string | undefined;
};

/** The fields of a saved view. */
export function ViewForm({ action, button, back, values, errors, message }: Props) {
	return (
		<Form discover="none" method="post" action={action} className="form">
			{message && <ErrorSummary allErrors={{ "": [message] }} />}
			<input type="hidden" name="type" value={values.type} />
			<input type="hidden" name="query" value={values.query} />
			<TextInput
				label="Name"
				help="Short enough for a tab, such as “Mine in Berlin”."
				{...(errors?.name ? { errors: errors.name } : {})}
				inputProps={{ name: "name", defaultValue: values.name, maxLength: 60, required: true }}
			/>
			<Checkbox
				label="Share it with everybody in the organisation"
				inputProps={{ name: "shared", defaultChecked: values.shared }}
			/>
			<Checkbox
				label="Open this list with it"
				help="For you alone."
				inputProps={{ name: "opens", defaultChecked: values.opens }}
			/>
			<FormActions>
				<SubmitButton>{button}</SubmitButton>
				<ButtonLink to={back} tone="quiet">
					Cancel
				</ButtonLink>
			</FormActions>
		</Form>
	);
}
