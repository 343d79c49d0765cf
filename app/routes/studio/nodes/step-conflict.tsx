import { rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import type { StepForm } from "#app/domain/workflows/drawing/step-form.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import type { FormReply } from "#app/doors/form.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import type { TypedStep } from "./typed-step.ts";

/** The step as somebody else saved it meanwhile, and what stands for it. */
export type ChangedStep = { step: FlowNode; base: string };

export function changedStep(reply: FormReply | undefined): ChangedStep | undefined {
	const { step, base } = (reply?.detail ?? {}) as Partial<ChangedStep>;
	return step && base ? { step, base } : undefined;
}

/** Both sides, field by field. The form below keeps what was typed; saving it again is a decision. */
export function StepConflict({
	step: { type },
	changed: { step: theirs },
	typed,
	action,
}: {
	step: StepForm;
	changed: ChangedStep;
	typed: TypedStep | undefined;
	action: string;
}) {
	const numbers = [
		["retries", "Further tries"],
		["retryAfterSeconds", "Seconds before the first of them"],
		["timeoutSeconds", "Seconds it may take"],
	] as const;
	const differences = [
		{ label: "Name", theirs: theirs.name, yours: typed?.name ?? "" },
		...(type?.fields ?? []).map((field) => ({
			label: field.label,
			theirs: fieldText(field, theirs.settings[field.name]),
			yours: fieldText(field, typed?.settings?.[field.name]),
		})),
		...numbers.map(([name, label]) => ({ label, theirs: String(theirs[name] ?? ""), yours: typed?.[name] ?? "" })),
	].filter((one) => one.theirs !== one.yours);
	return (
		<Conflict who="Someone" differences={differences}>
			<ButtonLink to={action}>Take theirs</ButtonLink>
		</Conflict>
	);
}

function fieldText({ kind, choices }: SettingField, value: unknown): string {
	if (kind === "switch") return value === true || value === "on" || value === "true" ? "Yes" : "No";
	if (kind === "pairs" || kind === "cases") {
		return rowsOf(kind, value)
			.map((row) => Object.values(row).join(" = "))
			.join(", ");
	}
	return choices?.find((choice) => choice.value === value)?.label ?? String(value ?? "");
}
