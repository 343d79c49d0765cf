import { Form } from "@remix-run/react";
import { expressionName } from "#app/domain/workflows/drawing/setting-values.ts";
import type { StepForm } from "#app/domain/workflows/drawing/step-form.ts";
import type { FormReply } from "#app/doors/form.ts";
import { errorsOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { type Hits, HitsOffered } from "../references/record-choices.ts";
import { RetryFields } from "./retry-fields.tsx";
import { SettingInput } from "./setting-input.tsx";
import { changedStep, StepConflict } from "./step-conflict.tsx";
import { typedStep, typedValue } from "./typed-step.ts";
import { VariableList } from "./variable-list.tsx";

/**
 * The form of one step, for the outline's page and the canvas's panel: whatever fields its type has, without a script. It
 * posts to the step's own page (`action`), which answers with errors, with a row more, or with a redirect to `back`.
 */
export function NodeForm({
	step,
	action,
	reply,
	back,
	cancel,
}: {
	step: StepForm;
	action: string;
	reply?: FormReply | undefined;
	/** Where a saved step leads; the step's own page where nothing is said. */
	back?: string;
	cancel: string;
}) {
	const { node, type } = step;
	const typed = typedStep(reply);
	const errors = errorsOf(reply);
	const changed = changedStep(reply);
	const hasSettingErrors = Object.keys(errors).some((name) => name.startsWith("settings"));
	const hits = (reply?.detail?.hits ?? {}) as Hits;
	if (!type) return <Notice tone="warn">This kind of step does not exist here. Remove the step.</Notice>;
	return (
		<Form key={step.base} discover="none" method="post" action={action} className="form flow-form" data-unsaved>
			{/* Enter in a field saves, whichever button stands first. */}
			<button type="submit" name="act" value="save" hidden />
			{changed ? (
				<StepConflict step={step} changed={changed} typed={typed} action={action} />
			) : (
				<ErrorSummary allErrors={errors} />
			)}
			<input type="hidden" name="base" value={changed?.base ?? typed?.base ?? step.base} />
			{back && <input type="hidden" name="back" value={back} />}
			<TextInput
				label="Name"
				errors={errors.name}
				inputProps={{
					name: "name",
					required: true,
					maxLength: 120,
					defaultValue: typed ? (typed.name ?? "") : node.name,
				}}
			/>
			<HitsOffered.Provider value={hits}>
				{type.fields.map((field) => (
					<SettingInput
						key={field.name}
						field={field}
						value={typed ? typedValue(typed, field) : node.settings[field.name]}
						settings={typed?.settings ?? node.settings}
						errors={errors}
						results={typed ? {} : step.results}
						typedExpression={typed && String(typed.settings?.[expressionName(field.name)] ?? "")}
					/>
				))}
			</HitsOffered.Provider>
			{type.fields.length > 0 && <VariableList variables={step.variables} />}
			{type.canRetry && <RetryFields node={node} typed={typed} errors={errors} retries={type.retries} />}
			<FormActions>
				<SubmitButton name="act" value="save">
					{changed ? "Save mine" : "Save step"}
				</SubmitButton>
				{hasSettingErrors && (
					<SubmitButton tone="plain" name="act" value="unfinished">
						Save it unfinished
					</SubmitButton>
				)}
				<ButtonLink to={cancel} tone="quiet">
					Keep as it is
				</ButtonLink>
			</FormActions>
		</Form>
	);
}
