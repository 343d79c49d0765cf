import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

/** The one field that a question takes. */
export function AskForm({ question, errors }: { question: string; errors?: string[] | undefined }) {
	return (
		<Form method="post" action="/knowledge/answers" className="form">
			<ErrorSummary allErrors={errors ? { question: errors } : {}} />
			<TextInput
				label="Question"
				errors={errors}
				inputProps={{ name: "question", id: "field-question", defaultValue: question, required: true, maxLength: 500 }}
			/>
			<FormActions>
				<SubmitButton>Ask question</SubmitButton>
			</FormActions>
		</Form>
	);
}
