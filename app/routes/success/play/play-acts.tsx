import type { KeyboardEvent, ReactNode } from "react";
import type { PlayChoices } from "#app/domain/success/actions/choice-queries.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { type ButtonTone, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { actField, PLAY_FORM } from "./one-form.ts";

type Props = {
	choices: PlayChoices;
	play: PlayShown;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/** What else can be done with a play (SUCCESS-6): each a form that opens without a script. */
export function PlayActs({ choices, play, errors, typed }: Props) {
	const was = (act: string, name: string) => typedIn(typed, act, name);
	const wrong = (act: string, name: string) => (typed.act === act && errors[name] ? { errors: errors[name] } : {});
	return (
		<Section title="Or snooze it, or give it away">
			{choices.own.length > 0 && (
				<div className="cluster">
					{choices.own.map(({ id, label }) => (
						<SubmitButton tone="plain" small name="own" value={id} form={PLAY_FORM} formNoValidate key={id}>
							{label}
						</SubmitButton>
					))}
				</div>
			)}
			<Away act="snooze" title="Snooze" button="Snooze play" {...{ was, wrong, typed }} />
			<Away act="schedule" title="Schedule" button="Schedule play" {...{ was, wrong, typed }} />
			<Act act="escalate" title={play.escalatedTo ? "Escalate to somebody else" : "Escalate"} typed={typed}>
				<Select
					label="To whom"
					empty="Choose a member"
					options={choices.members.map(({ id, name }) => ({ value: id, label: name }))}
					{...wrong("escalate", "memberId")}
					inputProps={{
						...{ name: actField("escalate", "memberId"), form: PLAY_FORM },
						id: "escalate-member",
						defaultValue: was("escalate", "memberId"),
					}}
				/>
				<Reason act="escalate" was={was} />
				<ActButton act="escalate">Escalate play</ActButton>
			</Act>
			<Act act="skip" title="Skip the play" typed={typed}>
				<TextInput
					label="Why it is skipped"
					{...wrong("skip", "reason")}
					inputProps={{
						...{ name: actField("skip", "reason"), form: PLAY_FORM },
						id: "skip-reason",
						maxLength: 1_000,
						defaultValue: was("skip", "reason"),
					}}
				/>
				<ActButton act="skip" tone="danger">
					Skip play
				</ActButton>
			</Act>
		</Section>
	);
}

/** What was typed in a field of an act, where the page comes back. */
export const typedIn = (typed: Props["typed"], act: string, name: string) =>
	String((typed[act] as Record<string, unknown> | undefined)?.[name] ?? "");

/** An act's button: of the page's one form, past what the step's fields need. */
export function ActButton({ act, tone = "plain", children }: { act: string; tone?: ButtonTone; children: ReactNode }) {
	return (
		<FormActions>
			<SubmitButton tone={tone} name="act" value={act} form={PLAY_FORM} formNoValidate>
				{children}
			</SubmitButton>
		</FormActions>
	);
}

/** Enter in one of its fields presses the act's own button; without a script the server asks which was meant. */
function pressOwn(event: KeyboardEvent<HTMLDivElement>): void {
	if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
	event.preventDefault();
	event.currentTarget.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
}

/** The fields of an act, folded; they belong to the page's one form, whose step's fields go along. */
export function Act({
	act,
	title,
	typed,
	open = false,
	children,
}: {
	act: string;
	title: string;
	typed: Props["typed"];
	open?: boolean;
	children: ReactNode;
}) {
	return (
		<details className="play-act" open={open || typed.act === act}>
			<summary>{title}</summary>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the fields inside */}
			<div className="form" onKeyDown={pressOwn}>
				{children}
			</div>
		</details>
	);
}

type Asking = {
	was(act: string, name: string): string;
	wrong(act: string, name: string): { errors?: readonly string[] };
};

function Away({
	act,
	title,
	button,
	was,
	wrong,
	typed,
}: Asking & { act: string; title: string; button: string; typed: Props["typed"] }) {
	return (
		<Act act={act} title={title} typed={typed}>
			<TextInput
				label="Comes back on"
				{...wrong(act, "day")}
				inputProps={{
					...{ name: actField(act, "day"), form: PLAY_FORM, id: `${act}-day`, type: "date" },
					defaultValue: was(act, "day"),
				}}
			/>
			<TextInput
				label="At"
				help="On your own clock."
				{...wrong(act, "time")}
				inputProps={{
					...{ name: actField(act, "time"), form: PLAY_FORM, id: `${act}-time`, type: "time" },
					defaultValue: was(act, "time") || "09:00",
				}}
			/>
			<Reason act={act} was={was} />
			<ActButton act={act}>{button}</ActButton>
		</Act>
	);
}

const Reason = ({ act, was }: { act: string } & Pick<Asking, "was">) => (
	<TextInput
		label="Reason"
		optional
		inputProps={{
			...{ name: actField(act, "reason"), form: PLAY_FORM, id: `${act}-reason`, maxLength: 1_000 },
			defaultValue: was(act, "reason"),
		}}
	/>
);
