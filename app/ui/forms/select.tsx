import type { SelectHTMLAttributes } from "react";
import { Field, type FieldText, fieldWiring, type Wiring } from "./field.tsx";

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, "className" | "style"> & Wiring;

/** One choice: its value and its words. `group` gathers neighbours under a heading. */
export type Option = { value: string; label: string; group?: string; disabled?: boolean };

/**
 * A native list of choices. `empty` is the first, valueless line ("Choose a service").
 * `inputProps={getSelectProps(fields.service)}`.
 */
export function Select({
	inputProps,
	options,
	empty,
	...text
}: FieldText & { inputProps: SelectProps; options: readonly Option[]; empty?: string }) {
	const { key, ...props } = inputProps;
	const wiring = fieldWiring(inputProps, text);
	return (
		<Field id={wiring.id} {...text}>
			<select key={key} {...props} {...wiring} className="input">
				{empty !== undefined && <option value="">{empty}</option>}
				{groups(options).map(([group, members]) =>
					group ? (
						<optgroup key={group} label={group}>
							{members.map(choice)}
						</optgroup>
					) : (
						members.map(choice)
					),
				)}
			</select>
		</Field>
	);
}

function choice({ value, label, disabled }: Option) {
	return (
		<option key={value} value={value} disabled={disabled}>
			{label}
		</option>
	);
}

function groups(options: readonly Option[]): [string, Option[]][] {
	const map = new Map<string, Option[]>();
	for (const option of options) {
		const group = option.group ?? "";
		map.set(group, [...(map.get(group) ?? []), option]);
	}
	return [...map];
}
