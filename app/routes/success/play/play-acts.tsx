import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import type { PlayChoices } from "#app/domain/success/actions/choice-queries.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";

type Props = {
	choices: PlayChoices;
	play: PlayShown;
	errors: Readonly<Record<string, readonly string[]>>;
	typed: Readonly<Record<string, unknown>>;
};

/** What else can be done with a play (SUCCESS-6): each a form that opens without a script. */
export function PlayActs({ choices, play, errors, typed }: Props) {
	const was = (act: string, name: string) => (typed.act === act ? String(typed[name] ?? "") : "");
	const wrong = (act: string, name: string) => (typed.act === act && errors[name] ? { errors: errors[name] } : {});
	return (
		<Section title="Or snooze it, or give it away">
			{choices.own.length > 0 && (
				<div className="cluster">
					{choices.own.map(({ id, label }) => (
						<Form discover="none" method="post" key={id}>
							<input type="hidden" name="act" value="own" />
							<SubmitButton tone="plain" small name="action" value={id}>
								{label}
							</SubmitButton>
						</Form>
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
						name: "memberId",
						id: "escalate-member",
						required: true,
						defaultValue: was("escalate", "memberId"),
					}}
				/>
				<Reason act="escalate" was={was} />
				<SubmitButton tone="plain">Escalate play</SubmitButton>
			</Act>
			<Act act="skip" title="Skip the play" typed={typed}>
				<TextInput
					label="Why it is skipped"
					{...wrong("skip", "reason")}
					inputProps={{
						name: "reason",
						id: "skip-reason",
						required: true,
						maxLength: 1_000,
						defaultValue: was("skip", "reason"),
					}}
				/>
				<SubmitButton tone="danger">Skip play</SubmitButton>
			</Act>
		</Section>
	);
}

function Act({
	act,
	title,
	typed,
	children,
}: {
	act: string;
	title: string;
	typed: Props["typed"];
	children: ReactNode;
}) {
	return (
		<details className="play-act" open={typed.act === act}>
			<summary>{title}</summary>
			<Form discover="none" method="post" className="form">
				<input type="hidden" name="act" value={act} />
				{children}
			</Form>
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
				inputProps={{ name: "day", id: `${act}-day`, type: "date", required: true, defaultValue: was(act, "day") }}
			/>
			<TextInput
				label="At"
				help="On your own clock."
				{...wrong(act, "time")}
				inputProps={{
					name: "time",
					id: `${act}-time`,
					type: "time",
					required: true,
					defaultValue: was(act, "time") || "09:00",
				}}
			/>
			<Reason act={act} was={was} />
			<SubmitButton tone="plain">{button}</SubmitButton>
		</Act>
	);
}

const Reason = ({ act, was }: { act: string } & Pick<Asking, "was">) => (
	<TextInput
		label="Reason"
		optional
		inputProps={{ name: "reason", id: `${act}-reason`, maxLength: 1_000, defaultValue: was(act, "reason") }}
	/>
);
