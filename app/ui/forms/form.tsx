import type { ReactNode } from "react";

/** A group of fields with one heading. */
export function Fieldset({ legend, children }: { legend: string; children: ReactNode }) {
	return (
		<fieldset className="fieldset">
			<legend>{legend}</legend>
			{children}
		</fieldset>
	);
}

/** The end of a form: the button that sends it first, then the way out. */
export function FormActions({ children }: { children: ReactNode }) {
	return <div className="form-actions">{children}</div>;
}

/**
 * All errors of a form, above it; each line leads to its field. `allErrors` is conform's `form.allErrors` (field
 * name to messages; the empty name is the form itself) and `form` its `form.id`, from which conform makes the ids of
 * fields; without it the ids are those of plain inputs, `field-<name>`. `ids` names the ids that are
 * neither. Nothing is drawn when there is no error.
 */
export function ErrorSummary({
	id = "errors",
	allErrors,
	form = "field",
	ids = {},
}: {
	id?: string;
	allErrors: Record<string, readonly string[]>;
	form?: string;
	ids?: Record<string, string>;
}) {
	const lines = Object.entries(allErrors).flatMap(([name, messages]) => messages.map((text) => ({ name, text })));
	if (lines.length === 0) return null;
	return (
		<div className="error-summary" role="alert" id={id} tabIndex={-1}>
			<h2>{lines.length === 1 ? "One thing needs a change" : `${lines.length} things need a change`}</h2>
			<ul>
				{lines.map(({ name, text }) => (
					<li key={name + text}>{name === "" ? text : <a href={`#${ids[name] ?? `${form}-${name}`}`}>{text}</a>}</li>
				))}
			</ul>
		</div>
	);
}
