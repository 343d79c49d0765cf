import { Form } from "@remix-run/react";
import { NOTE_KIND_LABELS, NOTE_KINDS } from "#app/domain/crm/notes/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

type Start = { kind: string; body: string; at: string; minutes: string };
type Given = {
	reply: FormReply | undefined;
	start: Start;
	/** Of a note that is changed. */
	version?: number;
	hidden?: Record<string, string>;
	cancel: string;
};

/** A note, a call or a meeting with its day and length. */
export function NoteForm({ reply, start, version, hidden = {}, cancel }: Given) {
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const current = reply?.detail?.current as { version: number; body: string } | undefined;
	const startOf = (name: keyof Start) => String(typed ? (typed[name] ?? "") : start[name]);
	return (
		<Form discover="none" method="post" className="form" data-unsaved>
			{current ? (
				<Notice tone="warn" title="Somebody changed this note while you were editing.">
					It says now: “{current.body}”. Save again to keep yours.
				</Notice>
			) : (
				<ErrorSummary allErrors={errors} />
			)}
			{/* Of what the writer saw: a form that came back for something else overwrites nothing unseen either. */}
			{version !== undefined && (
				<input type="hidden" name="version" value={String(current?.version ?? typed?.version ?? version)} />
			)}
			{Object.entries(hidden).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<RadioGroup
				label="What it was"
				name="kind"
				chosen={[startOf("kind") || "note"]}
				errors={errors.kind}
				options={NOTE_KINDS.map((value) => ({ value, label: NOTE_KIND_LABELS[value] }))}
			/>
			<TextArea
				label="What was said, what to remember"
				errors={errors.body}
				inputProps={{ name: "body", defaultValue: startOf("body"), required: true, maxLength: 10_000, rows: 6 }}
			/>
			<div className="form-pairs">
				<TextInput
					label="When"
					optional
					help="Now, unless you say another time."
					errors={errors.at}
					inputProps={{ name: "at", type: "datetime-local", defaultValue: startOf("at") }}
				/>
				<TextInput
					label="Minutes"
					optional
					help="How long a call or a meeting took."
					errors={errors.minutes}
					inputProps={{ name: "minutes", inputMode: "numeric", defaultValue: startOf("minutes"), maxLength: 4 }}
				/>
			</div>
			<FormActions>
				<SubmitButton>Save note</SubmitButton>
				<ButtonLink to={cancel} tone="quiet">
					{version === undefined ? "Write nothing" : "Keep as it is"}
				</ButtonLink>
			</FormActions>
		</Form>
	);
}
