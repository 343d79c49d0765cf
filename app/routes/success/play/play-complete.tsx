import { Form } from "@remix-run/react";
import { OUTCOME_LABELS, OUTCOMES } from "#app/domain/success/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";

type Props = {
	isDone: boolean;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/** What came of the play. Open where the last step is done; before that one press away. */
export function PlayComplete({ isDone, errors, typed }: Props) {
	const mine = typed.act === "complete";
	return (
		<details className="play-act" open={isDone || mine}>
			<summary>Complete the play</summary>
			<Form discover="none" method="post" className="form">
				<input type="hidden" name="act" value="complete" />
				<Select
					label="What came of it"
					empty="Choose an outcome"
					options={OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_LABELS[outcome] }))}
					{...(mine && errors.outcome ? { errors: errors.outcome } : {})}
					{...(isDone ? {} : { help: "Steps that are not done yet end with it." })}
					inputProps={{
						...{ name: "outcome", id: "field-outcome", required: true },
						defaultValue: mine ? String(typed.outcome ?? "") : "",
					}}
				/>
				<TextArea
					label="Note"
					optional
					inputProps={{ name: "note", rows: 2, maxLength: 4_000, defaultValue: mine ? String(typed.note ?? "") : "" }}
				/>
				<SubmitButton tone={isDone ? "primary" : "plain"}>Complete play</SubmitButton>
			</Form>
		</details>
	);
}
