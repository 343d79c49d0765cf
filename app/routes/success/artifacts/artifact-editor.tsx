import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { z } from "zod";
import { VersionNote } from "#app/domain/artifacts/schema.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { BLANK } from "./kinds/more-rows.tsx";
import type { FieldsProps, Posted } from "./kinds/view.ts";
import { viewOf } from "./kinds/views.ts";

/** What every editor of an artifact posts. */
export const EditedFields = {
	title: z.string("Give it a title.").trim().min(1, "Give it a title.").max(200),
	note: VersionNote.optional(),
	content: z.unknown(),
	/** Pressed for more rows: nothing is saved, and the form comes back with that many empty ones. */
	more: z.coerce.number().int().min(1).max(200).optional(),
};

/** The version by somebody else that a conflict tells of. */
export type Theirs = { id: string; version: number; savedBy: string };

type Reply = { result: { error?: unknown; initialValue?: unknown }; detail?: Record<string, unknown> };

/** What an action answered, as the editor takes it. */
export function answered(reply: Reply | undefined) {
	return {
		errors: asInputs(listedErrors(reply?.result.error as never)),
		typed: reply?.result.initialValue as Record<string, unknown> | undefined,
		theirs: reply?.detail && "current" in reply.detail ? (reply.detail.current as Theirs) : undefined,
	};
}

type Props = Pick<FieldsProps, "limits" | "members"> & {
	artifact: FieldsProps["artifact"] & { kind: string; title: string; content: unknown };
	reply: ReturnType<typeof answered>;
	/** The button's words where nobody saved meanwhile. */
	save: string;
	/** What is posted along. */
	hidden: ReactNode;
	/** The way out, which changes nothing. */
	leave: ReactNode;
};

/** The form in which an artifact is written, new or not: what was typed stays in it, whatever comes back. */
export function ArtifactEditor({ artifact, limits, members, reply, save, hidden, leave }: Props) {
	const { errors, typed, theirs } = reply;
	const { Fields, write } = viewOf(artifact.kind);
	return (
		<>
			{!theirs && <ErrorSummary allErrors={errors} form="field" />}
			{theirs && (
				<Notice tone="warn" title={`${theirs.savedBy} saved version ${theirs.version} while you were editing.`}>
					What you typed is still here.{" "}
					<a href={`/success/artifacts/${theirs.id}?number=${theirs.version}`}>Look at theirs</a>; saving now puts yours
					on top, and theirs stays among the versions.
				</Notice>
			)}
			<Form discover="none" method="post" className="form artifact-form" data-unsaved>
				{/* The first button is the one that Enter presses. */}
				<button type="submit" hidden tabIndex={-1} aria-hidden="true" />
				{hidden}
				<TextInput
					label="Title"
					errors={errors.title}
					inputProps={{
						name: "title",
						required: true,
						maxLength: 200,
						defaultValue: String(typed?.title ?? artifact.title),
					}}
				/>
				<Fields
					{...{ artifact, errors, limits, members }}
					blank={Number(typed?.more) || BLANK}
					values={(typed ? (typed.content ?? {}) : write(artifact.content)) as Posted}
				/>
				<TextInput
					label="What changed"
					optional
					help="Stands beside the version."
					errors={errors.note}
					inputProps={{ name: "note", maxLength: 500, defaultValue: String(typed?.note ?? "") }}
				/>
				<FormActions>
					<SubmitButton>{theirs ? "Save mine as the newest" : save}</SubmitButton>
					{leave}
				</FormActions>
			</Form>
		</>
	);
}

/** A command's fields as inputs are named: "content.lines.0.name" is "content.lines[0].name". */
function asInputs(errors: Record<string, string[]>): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(errors).map(([name, texts]) => [name.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]"), texts]),
	);
}
