import { OUTCOME_LABELS, OUTCOMES } from "#app/domain/success/schema.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { actField, PLAY_FORM } from "./one-form.ts";
import { Act, ActButton, typedIn } from "./play-acts.tsx";

type Props = {
	isDone: boolean;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/** What came of the play. Open where the last step is done; before that one press away. */
export function PlayComplete({ isDone, errors, typed }: Props) {
	const mine = typed.act === "complete";
	return (
		<Act act="complete" title="Complete the play" open={isDone} typed={typed}>
			<Select
				label="What came of it"
				empty="Choose an outcome"
				options={OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_LABELS[outcome] }))}
				{...(mine && errors.outcome ? { errors: errors.outcome } : {})}
				{...(isDone ? {} : { help: "Steps that are not done yet end with it." })}
				inputProps={{
					...{ name: actField("complete", "outcome"), form: PLAY_FORM, id: "field-outcome" },
					defaultValue: typedIn(typed, "complete", "outcome"),
				}}
			/>
			<TextArea
				label="Note"
				optional
				inputProps={{
					...{ name: actField("complete", "note"), form: PLAY_FORM, rows: 2, maxLength: 4_000 },
					defaultValue: typedIn(typed, "complete", "note"),
				}}
			/>
			<ActButton act="complete" tone={isDone ? "primary" : "plain"}>
				Complete play
			</ActButton>
		</Act>
	);
}
