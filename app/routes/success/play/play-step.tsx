import { Form } from "@remix-run/react";
import type { PastMessage } from "#app/domain/success/queue/play-past.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { type FixedAnswer, type GuidedField, kindOf } from "#app/domain/workflows/guided/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { type Typing, typingIn } from "./left-over.tsx";
import { actField, PLAY_FORM } from "./one-form.ts";
import { Act, ActButton, typedIn } from "./play-acts.tsx";
import { PlayMessages } from "./play-conversation.tsx";

type Props = {
	now: NonNullable<PlayShown["now"]>;
	/** Whether an artifact of this step can be made: not where its account is in the trash. */
	canMake: boolean;
	messages: readonly PastMessage[];
	mayWork: boolean;
	/** Told what is typed in it, as one types; null once it is sent. */
	onTyping(typing: Typing | null): void;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/**
 * The step that is to be done now: what it asks, what is said beside it, and its form (SUCCESS-5). All buttons of the page are
 * of this one form, so that what is typed goes along with each and is kept, without a script too.
 */
export function PlayStepPart({ now, canMake, messages, mayWork, onTyping, errors, typed }: Props) {
	const { stepId, settings, draft } = now;
	const isTyped = typed.stepId === stepId;
	const values = (isTyped ? (typed.values as string[] | undefined) : draft.values) ?? [];
	return (
		<Section title={settings.title}>
			{settings.instructions && <p className="play-step-words">{settings.instructions}</p>}
			{mayWork ? (
				<Form
					discover="none"
					method="post"
					id={PLAY_FORM}
					className="form play-step"
					data-unsaved
					key={stepId}
					onInput={(event) => onTyping(typingIn(event.currentTarget, stepId, settings.fields))}
					onSubmit={() => onTyping(null)}
				>
					<input type="hidden" name="stepId" value={stepId} />
					{/* The first button is the one that Enter presses, in a field of something else too: the server sees which is meant. */}
					<button type="submit" name="act" value="enter" formNoValidate hidden tabIndex={-1} aria-hidden="true" />
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
						<SubmitButton name="act" value="complete-step">
							Complete step
						</SubmitButton>
						{canMake && (
							<SubmitButton tone="plain" name="act" value="make" formNoValidate>
								Make an artifact in this step
							</SubmitButton>
						)}
					</FormActions>
					<Conversation
						answers={settings.answers ?? []}
						text={isTyped ? String(typed.text ?? "") : (draft.text ?? "")}
						errors={errors.text}
						messages={messages}
					/>
				</Form>
			) : (
				messages.length > 0 && <PlayMessages messages={messages} label="Conversation of this step" />
			)}
			{mayWork && settings.maySkip && (
				<Act act="skip-step" title="Skip this step" typed={typed}>
					<TextInput
						label="Why it is skipped"
						{...(typed.act === "skip-step" && errors.reason ? { errors: errors.reason } : {})}
						inputProps={{
							...{ name: actField("skip-step", "reason"), form: PLAY_FORM, id: "skip-step-reason", maxLength: 1_000 },
							defaultValue: typedIn(typed, "skip-step", "reason"),
						}}
					/>
					<ActButton act="skip-step">Skip step</ActButton>
				</Act>
			)}
		</Section>
	);
}

type Said = {
	answers: readonly FixedAnswer[];
	text: string;
	errors: readonly string[] | undefined;
	messages: readonly PastMessage[];
};

function Conversation({ answers, text, errors, messages }: Said) {
	return (
		<div id="conversation" className="play-chat">
			<h3>Ask within this step</h3>
			{messages.length > 0 && <PlayMessages messages={messages} label="Conversation of this step" />}
			{answers.length > 0 && (
				<div className="cluster">
					{answers.map(({ name }) => (
						<SubmitButton tone="plain" small name="question" value={name} formNoValidate key={name}>
							{name}
						</SubmitButton>
					))}
				</div>
			)}
			<TextArea
				key={messages.length}
				label="Your question"
				optional
				help="Answered with this customer's figures: by a model where one is set up, else by rules."
				{...(errors ? { errors } : {})}
				inputProps={{ name: "text", id: "ask-text", rows: 2, maxLength: 4_000, defaultValue: text }}
			/>
			<FormActions>
				<SubmitButton tone="plain" name="act" value="ask" formNoValidate>
					Ask
				</SubmitButton>
			</FormActions>
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
