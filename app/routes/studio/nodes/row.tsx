import { type ReactNode, useContext, useId, useState } from "react";
import type { FieldErrors } from "#app/base/errors.ts";
import { referenceOf } from "#app/domain/workflows/nodes/records/references.ts";
import { RecordChoicesOffered } from "#app/routes/studio/references/record-choices.ts";
import { ListedInput, ReferenceInput } from "#app/routes/studio/references/reference-input.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

type Two = readonly [string, string];

/** A row of two texts. Of a record's fields the second is chosen by name where the first says that it is kept as an id. */
export function Row({
	labels,
	placeholders,
	names,
	start,
	errors,
	help,
	beside,
	hasReferences,
	record,
	children,
}: {
	labels: Two;
	placeholders: Two;
	names: Two;
	start: Two;
	errors: FieldErrors;
	help: ReactNode;
	beside: string;
	hasReferences: boolean;
	/** Of which kind the record is whose fields are named. */
	record: unknown;
	children: ReactNode;
}) {
	const [first, setFirst] = useState(start[0]);
	const { fixed, fieldNames } = useContext(RecordChoicesOffered);
	const list = useId();
	const known = (hasReferences && fieldNames[String(record)]) || [];
	const kind = hasReferences ? referenceOf(first) : undefined;
	const options = hasReferences ? fixed[first.trim()] : undefined;
	const shown = { label: labels[1], hideLabel: true, help, errors: errors[names[1]] };
	const given = { name: names[1], value: start[1], shown, beside };
	return (
		<div className="flow-row">
			<TextInput
				label={labels[0]}
				hideLabel
				errors={errors[names[0]]}
				inputProps={{
					name: names[0],
					placeholder: placeholders[0],
					maxLength: 120,
					defaultValue: start[0],
					...(known.length > 0 && { list, autoComplete: "off" }),
					onInput: ({ currentTarget }) => setFirst(currentTarget.value),
				}}
			/>
			{kind ? (
				<ReferenceInput key={kind} {...given} kind={kind} />
			) : options ? (
				<ListedInput key={first} {...given} empty="Nothing" options={options} />
			) : (
				<TextInput
					{...shown}
					inputProps={{ name: names[1], placeholder: placeholders[1], maxLength: 10_000, defaultValue: start[1] }}
				/>
			)}
			{children}
			{known.length > 0 && (
				<datalist id={list}>
					{known.map(({ value, label }) => (
						<option key={value} value={value} label={label} />
					))}
				</datalist>
			)}
		</div>
	);
}
