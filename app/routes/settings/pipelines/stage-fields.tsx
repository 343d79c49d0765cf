import type { PipelineStage } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { OUTCOME_LABELS } from "#app/domain/crm/pipelines/schema.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import type { Refused } from "./refused.ts";

type Props = { prefix: string; stage?: PipelineStage; refused: Refused | undefined };

/** The fields of a stage: as it is, or as they were sent and refused. */
export function StageFields({ prefix, stage, refused }: Props) {
	const of = (name: string, value: string | number | null | undefined) => ({
		...{ name, id: `${prefix}-${name}` },
		defaultValue: refused ? refused.typed[name] : (value ?? undefined),
	});
	const wrong = (name: string) => {
		const errors = refused?.errors[name];
		return errors ? { errors } : {};
	};
	return (
		<>
			<TextInput
				label="Name"
				{...wrong("name")}
				inputProps={{ ...of("name", stage?.name), required: true, maxLength: 60 }}
			/>
			<Select
				label="Being in it means"
				{...wrong("outcome")}
				inputProps={of("outcome", stage?.outcome ?? "open")}
				options={Object.entries(OUTCOME_LABELS).map(([value, label]) => ({ value, label }))}
			/>
			<TextInput
				label="Chance of being won, in per cent"
				{...wrong("probability")}
				inputProps={{ ...of("probability", stage?.probability ?? 0), type: "number", min: 0, max: 100 }}
			/>
			<TextInput
				label="Most deals at once"
				help="A stage that is full takes no more deals until one moves on."
				optional
				{...wrong("most")}
				inputProps={{ ...of("most", stage?.most), type: "number", min: 1 }}
			/>
			<TextInput
				label="Ageing after days"
				optional
				{...wrong("ages")}
				inputProps={{ ...of("ages", stage?.ages), type: "number", min: 1 }}
			/>
		</>
	);
}
