import { Form } from "@remix-run/react";
import type { PastMessage } from "#app/domain/success/queue/play-past.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { type GuidedField, kindOf } from "#app/domain/workflows/guided/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { PlayMessages } from "./play-conversation.tsx";

type Props = {
	now: NonNullable<PlayShown["now"]>;
	/** Where an artifact of this step is made; null: its account is in the trash. */
	artifacts: string | null;
	messages: readonly PastMessage[];
	mayWork: boolean;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/** The step that is to be done now: what it asks, what is said beside it, and its form (SUCCESS-5). */
export function PlayStepPart({ now: { stepId, settings }, artifacts, messages, mayWork, errors, typed }: Props) {
	const values = (typed.act === "complete-step" ? (typed.values as string[] | undefined) : undefined) ?? [];
	return (
		<Section title={settings.title}>
			{settings.instructions && <p className="play-step-words">{settings.instructions}</p>}
			{mayWork && (
				<Form discover="none" method="post" className="form" data-unsaved key={stepId}>
					<input type="hidden" name="act" value="complete-step" />
					<input type="hidden" name="stepId" value={stepId} />
					{settings.fields.map((field, index) => (
						<StepField
							key={field.name}
							field={field}
							name={`values[${index}]`}
							value={values[index] ?? ""}
							errors={errors[`values[${index}]`]}
						/>
					))}
					<FormActions>
						<SubmitButton>Complete step</SubmitButton>
					</FormActions>
				</Form>
			)}
			{mayWork && artifacts && (
				<p className="play-make">
					<a href={artifacts}>Make an artifact in this step</a>
				</p>
			)}
			<Conversation {...{ stepId, settings, messages, mayWork, typed }} />
			{mayWork && settings.maySkip && (
				<details className="play-act">
					<summary>Skip this step</summary>
					<Form discover="none" method="post" className="form">
						<input type="hidden" name="act" value="skip-step" />
						<input type="hidden" name="stepId" value={stepId} />
						<TextInput
							label="Why it is skipped"
							inputProps={{ name: "reason", id: "skip-step-reason", required: true, maxLength: 1_000 }}
						/>
						<SubmitButton tone="plain">Skip step</SubmitButton>
					</Form>
				</details>
			)}
		</Section>
	);
}

function Conversation({
	stepId,
	settings,
	messages,
	mayWork,
	typed,
}: Omit<Props, "now" | "errors" | "artifacts"> & { stepId: string; settings: Props["now"]["settings"] }) {
	const { answers = [] } = settings;
	if (!mayWork && messages.length === 0) return null;
	return (
		<div id="conversation" className="play-chat">
			<h3>Ask within this step</h3>
			{messages.length > 0 && <PlayMessages messages={messages} label="Conversation of this step" />}
			{mayWork && answers.length > 0 && (
				<div className="cluster">
					{answers.map(({ name }) => (
						<Form discover="none" method="post" key={name}>
							<input type="hidden" name="act" value="fixed" />
							<input type="hidden" name="stepId" value={stepId} />
							<SubmitButton tone="plain" small name="question" value={name}>
								{name}
							</SubmitButton>
						</Form>
					))}
				</div>
			)}
			{mayWork && (
				<Form discover="none" method="post" className="form" key={messages.length}>
					<input type="hidden" name="act" value="ask" />
					<input type="hidden" name="stepId" value={stepId} />
					<TextArea
						label="Your question"
						help="Answered with this customer's figures: by a model where one is set up, else by rules."
						inputProps={{
							...{ name: "text", id: "ask-text", rows: 2, required: true, maxLength: 4_000 },
							defaultValue: typed.act === "ask" ? String(typed.text ?? "") : "",
						}}
					/>
					<FormActions>
						<SubmitButton tone="plain">Ask</SubmitButton>
					</FormActions>
				</Form>
			)}
		</div>
	);
}

type FieldProps = { field: GuidedField; name: string; value: string; errors: readonly string[] | undefined };

function StepField({ field, name, value, errors }: FieldProps) {
	const kind = kindOf(field.value) ?? { kind: "text" as const, isNeeded: false };
	const text = { label: field.name, optional: !kind.isNeeded, ...(errors ? { errors } : {}) };
	const props = { name, id: `field-${name}`, required: kind.isNeeded, defaultValue: value };
	switch (kind.kind) {
		case "lines":
			return <TextArea {...text} inputProps={{ ...props, rows: 3 }} />;
		case "choice":
			return (
				<Select
					{...text}
					empty="Choose"
					options={kind.choices.map((choice) => ({ value: choice, label: choice }))}
					inputProps={props}
				/>
			);
		case "yes/no":
			return (
				<Select
					{...text}
					empty="Choose"
					options={[
						{ value: "yes", label: "Yes" },
						{ value: "no", label: "No" },
					]}
					inputProps={props}
				/>
			);
		default:
			return (
				<TextInput
					{...text}
					inputProps={{
						...props,
						type: kind.kind === "text" ? "text" : kind.kind,
						...(kind.kind === "number" ? { step: "any" } : {}),
					}}
				/>
			);
	}
}
