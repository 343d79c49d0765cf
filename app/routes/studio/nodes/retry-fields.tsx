import type { FieldErrors } from "#app/base/errors.ts";
import type { StepForm } from "#app/domain/workflows/drawing/step-form.ts";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import type { TypedStep } from "./typed-step.ts";

const FIELDS = [
	{ name: "retries", label: "Further tries", help: "From 0 to 10." },
	{
		name: "retryAfterSeconds",
		label: "Seconds before the first of them",
		help: "Each further one waits twice as long.",
	},
	{ name: "timeoutSeconds", label: "Seconds it may take", help: "From 1 to 90; 30 when empty." },
] as const;

/** How a step that failed is tried again, and how long it may take; empty: as its kind has it. */
export function RetryFields({
	node,
	typed,
	errors,
	retries,
}: {
	node: StepForm["node"];
	typed: TypedStep | undefined;
	errors: FieldErrors;
	retries: number;
}) {
	const isOpen = FIELDS.some(({ name }) => errors[name] || node[name] !== undefined || typed?.[name]);
	return (
		<details className="flow-more" open={isOpen || undefined}>
			<summary>If it fails or takes long</summary>
			<div className="stack">
				{FIELDS.map(({ name, label, help }) => (
					<TextInput
						key={name}
						label={label}
						optional
						help={name === "retries" ? `${help} Empty: ${retries}.` : help}
						errors={errors[name]}
						inputProps={{
							...{ name, inputMode: "numeric", maxLength: 6 },
							defaultValue: typed ? (typed[name] ?? "") : String(node[name] ?? ""),
						}}
					/>
				))}
			</div>
		</details>
	);
}
