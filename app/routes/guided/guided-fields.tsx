import type { AppError, FieldErrors } from "#app/base/errors.ts";
import type { GuidedKind } from "#app/domain/workflows/guided/schema.ts";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Field = { name: string; kind: GuidedKind };
type Props = { fields: readonly Field[]; errors: FieldErrors; typed: Record<string, unknown> | undefined };

/** A field's input by its place: its own name may hold what no form's path can. */
export const inputOf = (at: number): string => `field${at}`;

/** A refusal's errors, which name fields, by their inputs. */
export function byInput(fields: readonly Field[], error: AppError): FieldErrors {
	const entries = Object.entries(error.fields).map(([path, messages]): [string, string[]] => {
		const at = fields.findIndex(({ name }) => path === `values.${name}`);
		return [at < 0 ? path : inputOf(at), messages];
	});
	return Object.fromEntries(entries);
}

/** What a person fills in, each field by its kind. */
export function GuidedFields({ fields, errors, typed }: Props) {
	return fields.map(({ name, kind }, at) => (
		<GuidedInput
			key={name}
			kind={kind}
			text={{ label: name, optional: !kind.isNeeded, errors: errors[inputOf(at)] }}
			name={inputOf(at)}
			start={String(typed?.[inputOf(at)] ?? "")}
		/>
	));
}

type InputProps = {
	kind: GuidedKind;
	text: { label: string; optional: boolean; errors: string[] | undefined };
	name: string;
	start: string;
};

/** More choices than this are a list. */
const MOST_IN_SIGHT = 6;

function GuidedInput({ kind, text, name, start }: InputProps) {
	const own = { name, required: kind.isNeeded, defaultValue: start };
	switch (kind.kind) {
		case "lines":
			return <TextArea {...text} inputProps={{ ...own, rows: 4, maxLength: 10_000 }} />;
		case "number":
			return <TextInput {...text} inputProps={{ ...own, inputMode: "decimal" }} />;
		case "date":
			return <TextInput {...text} inputProps={{ ...own, type: "date" }} />;
		case "yes/no":
			return <Choices {...{ text, name, start }} isNeeded={kind.isNeeded} choices={["Yes", "No"]} />;
		case "choice":
			return <Choices {...{ text, name, start }} isNeeded={kind.isNeeded} choices={kind.choices} />;
		default:
			return <TextInput {...text} inputProps={{ ...own, maxLength: 10_000 }} />;
	}
}

function Choices({
	text,
	name,
	start,
	isNeeded,
	choices,
}: Omit<InputProps, "kind"> & { isNeeded: boolean; choices: string[] }) {
	const options = choices.map((value) => ({ value, label: value }));
	if (choices.length > MOST_IN_SIGHT) {
		return (
			<Select
				{...text}
				empty="Choose"
				inputProps={{ name, required: isNeeded, defaultValue: start }}
				options={options}
			/>
		);
	}
	return <RadioGroup {...text} {...{ name, options }} chosen={[start]} required={isNeeded} />;
}
