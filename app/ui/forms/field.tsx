import type { ReactNode } from "react";
import { Icon } from "#app/ui/signs/icon.tsx";

export type FieldText = {
	label: ReactNode;
	/** What to write and why, under the control. */
	help?: ReactNode;
	/** Messages of the server or of conform (`fields.email.errors`). */
	errors?: readonly string[] | undefined;
	/** Says "optional" beside the label. Required is the rule, and unmarked. */
	optional?: boolean;
	/** The label is read out but not shown: only where the place says what it is (search, a message box). */
	hideLabel?: boolean;
};

/** What every control passes on: conform's `getInputProps` and its siblings give exactly these. */
export type Wiring = { id?: string; name?: string; key?: string | undefined; "aria-describedby"?: string | undefined };

/**
 * The frame of one control: label above, help below, error under it. Custom controls take `fieldWiring` for their
 * `id` and aria attributes; TextInput, TextArea and Select do it themselves.
 */
export function Field({ id, label, help, errors, optional, hideLabel, children }: FieldText & FieldBody) {
	return (
		<div className="field">
			<label htmlFor={id} className={hideLabel ? "hidden-text" : undefined}>
				{label}
				{optional && <span className="field-optional"> (optional)</span>}
			</label>
			{children}
			<FieldNotes id={id} help={help} errors={errors} />
		</div>
	);
}

type FieldBody = { id: string; children: ReactNode };

/** The help and the error of a control, with the ids that `fieldWiring` points to. */
export function FieldNotes({ id, help, errors }: { id: string } & Pick<FieldText, "help" | "errors">) {
	return (
		<>
			{help && (
				<div className="field-help" id={`${id}-help`}>
					{help}
				</div>
			)}
			{errors?.length ? (
				<div className="field-error" id={`${id}-error`}>
					<Icon name="error" />
					<span>{errors.join(" ")}</span>
				</div>
			) : null}
		</>
	);
}

/**
 * The id of a control and its ties to its help and error texts (`aria-describedby`, `aria-invalid`). Conform names
 * errors `<id>-error` as well, so its own tie and ours are one.
 */
export function fieldWiring(props: Wiring, { help, errors }: Pick<FieldText, "help" | "errors">) {
	const id = props.id ?? `field-${props.name ?? "unnamed"}`;
	const ids = new Set(props["aria-describedby"]?.split(" ").filter(Boolean));
	if (help) ids.add(`${id}-help`);
	if (errors?.length) ids.add(`${id}-error`);
	return {
		id,
		"aria-describedby": ids.size ? [...ids].join(" ") : undefined,
		"aria-invalid": errors?.length ? (true as const) : undefined,
	};
}
