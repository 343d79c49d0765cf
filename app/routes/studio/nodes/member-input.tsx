import { useContext } from "react";
import type { FieldErrors } from "#app/base/errors.ts";
import { expressionName } from "#app/domain/workflows/drawing/setting-values.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { FieldText } from "#app/ui/forms/field.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { RecordChoicesOffered } from "../references/record-choices.ts";

/**
 * A setting that is a member: by name, or by an expression in a field of its own, which goes before the name. `typed` is
 * what stood in that field when the form came back.
 */
export function MemberInput({
	field,
	value,
	typed,
	shown,
	errors,
}: {
	field: SettingField;
	value: string;
	typed: string | undefined;
	shown: FieldText;
	errors: FieldErrors;
}) {
	const { members } = useContext(RecordChoicesOffered);
	const name = `settings.${field.name}`;
	const isChosen = value === "" || members.some(({ id }) => id === value);
	const expression = typed ?? (isChosen ? "" : value);
	return (
		<>
			<Select
				{...shown}
				empty={field.unset === undefined ? "Anybody" : String(field.unset)}
				options={members.map(({ id, name }) => ({ value: id, label: name }))}
				inputProps={{ name, defaultValue: isChosen ? value : "" }}
			/>
			<details className="flow-more" open={expression !== ""}>
				<summary>{field.label}: by an expression</summary>
				<TextInput
					label={`${field.label}, as an expression`}
					optional
					help="Goes before the name above. Such as {{ trigger.event.data.ownerId }}, which comes to a member's id."
					errors={expression === "" ? undefined : errors[name]}
					inputProps={{ name: `settings.${expressionName(field.name)}`, maxLength: 2_000, defaultValue: expression }}
				/>
			</details>
		</>
	);
}
