import { Form } from "@remix-run/react";
import { NOTE_KIND_LABELS, NOTE_KINDS } from "#app/domain/crm/notes/schema.ts";
import type { RelatedNote } from "#app/domain/crm/records/reads/related-queries.ts";
import { RELATED_PAGE } from "#app/domain/crm/records/schema.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { RecordPageData } from "../record-page-data.ts";
import { AllOfThem, storyPath } from "./all-of-them.tsx";

/** What members wrote down: notes, calls and meetings, the latest first. */
export function NotesPart({ shown: { record, related, canNote } }: { shown: RecordPageData }) {
	if (related.notes.length === 0 && !canNote) return null;
	return (
		<Section title="Notes and calls">
			{canNote && <QuickNote about={`${record.type}:${record.id}`} count={related.notes.length} />}
			{related.notes.length > 0 && (
				<ul className="notes">
					{related.notes.slice(0, RELATED_PAGE).map((note) => (
						<Note key={note.id} note={note} canNote={canNote} />
					))}
				</ul>
			)}
			{related.notes.length > RELATED_PAGE && <AllOfThem noun="notes and calls" to={storyPath(record, "notes")} />}
		</Section>
	);
}

function QuickNote({ about, count }: { about: string; count: number }) {
	return (
		<Form discover="none" method="post" action="/notes/new" className="quick-form quick-note" key={count} data-unsaved>
			<input type="hidden" name="about" value={about} />
			<TextArea
				label="Write something down"
				hideLabel
				inputProps={{
					...{ id: "new-note", name: "body", required: true, maxLength: 10_000, rows: 2 },
					placeholder: "What was said, what to remember",
				}}
			/>
			<Select
				label="What it was"
				hideLabel
				inputProps={{ name: "kind", id: "new-note-kind", defaultValue: "note" }}
				options={NOTE_KINDS.map((value) => ({ value, label: NOTE_KIND_LABELS[value] }))}
			/>
			<div className="form-actions">
				<SubmitButton tone="plain" small>
					Save note
				</SubmitButton>
				<ButtonLink to={`/notes/new?about=${about}`} tone="quiet" small>
					With day and length
				</ButtonLink>
			</div>
		</Form>
	);
}

function Note({ note, canNote }: { note: RelatedNote; canNote: boolean }) {
	return (
		<li className="note" id={`note-${note.id}`}>
			<div className="note-head">
				<strong>{NOTE_KIND_LABELS[note.kind]}</strong>
				<span className="muted">
					{note.author} · <Time at={note.happenedAt} />
					{note.minutes !== null && ` · ${note.minutes} min`}
					{note.edited && " · edited"}
				</span>
				{canNote && (
					<span className="note-acts">
						<ButtonLink to={`/notes/${note.id}/edit`} tone="quiet" small>
							Edit
						</ButtonLink>
						<Form discover="none" method="post" action={`/notes/${note.id}/state`} preventScrollReset>
							<SubmitButton
								tone="quiet"
								small
								name="act"
								value="remove"
								aria-label={`Remove ${NOTE_KIND_LABELS[note.kind].toLowerCase()} of ${note.author}`}
							>
								Remove
							</SubmitButton>
						</Form>
					</span>
				)}
			</div>
			<div className="note-body">{note.body}</div>
		</li>
	);
}
