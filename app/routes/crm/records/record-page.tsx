import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { RECORD_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { FactsPart } from "./parts/facts-part.tsx";
import { Gist } from "./parts/gist.tsx";
import { LinksPart } from "./parts/links-part.tsx";
import { MergesPart, UndoMerge } from "./parts/merges-part.tsx";
import { NotesPart } from "./parts/notes-part.tsx";
import { OptOutsPart } from "./parts/opt-outs-part.tsx";
import { RelatedParts } from "./parts/related-parts.tsx";
import { TagsPart } from "./parts/tags-part.tsx";
import { TasksPart } from "./parts/tasks-part.tsx";
import type { RecordPageData } from "./record-page-data.ts";
import { LIST_LABELS } from "./record-words.ts";

type Given = {
	shown: RecordPageData;
	/** Of a field that was edited in place and not taken. */
	reply: FormReply | undefined;
	/** What a kind adds: before what is next, and after what hangs on the record. */
	insight?: ReactNode;
	timeline?: ReactNode;
	actions?: ReactNode;
};

/** The page of a record: what it is, what is next, what hangs on it, what happened; its facts in the side column. */
export function RecordPage({ shown, reply, insight, timeline, actions }: Given) {
	const { record, related, canEdit } = shown;
	const { type, id, name } = record;
	useLiveRefresh([`${type}:${id}`, ...related.tasks.map((task) => `task:${task.id}`)]);
	return (
		<Page
			title={name}
			crumbs={[{ label: LIST_LABELS[type], href: recordPath(type) }]}
			side={
				<>
					<FactsPart shown={shown} reply={reply} />
					<TagsPart shown={shown} />
					<LinksPart shown={shown} />
					<MergesPart shown={shown} />
					<OptOutsPart shown={shown} />
				</>
			}
			actions={
				canEdit && (
					<>
						<TrashButton shown={shown} />
						<ButtonLink to={`${recordPath(type, id)}/edit`}>Edit {RECORD_NOUNS[type].one}</ButtonLink>
						{actions}
					</>
				)
			}
		>
			{record.deletedAt && <InTrash shown={shown} at={record.deletedAt} />}
			<Gist record={record} />
			{insight}
			<TasksPart shown={shown} />
			<RelatedParts shown={shown} />
			<NotesPart shown={shown} />
			{timeline}
		</Page>
	);
}

function TrashButton({ shown: { record } }: { shown: RecordPageData }) {
	return (
		<Form discover="none" method="post" action={`/records/${record.type}/${record.id}/state`}>
			<input type="hidden" name="version" value={record.version} />
			<SubmitButton tone="quiet" icon="trash" name="act" value="trash">
				Delete
			</SubmitButton>
		</Form>
	);
}

/** Says that the record lies in the trash, since when, and how it comes back. */
function InTrash({ shown: { record, related, canRestore, canMerge }, at }: { shown: RecordPageData; at: string }) {
	const { one } = RECORD_NOUNS[record.type];
	const { mergedInto } = record.told;
	const merge = related.merges.find(({ mergedId }) => mergedId === record.id);
	return (
		<Notice tone="warn" title={`This ${one} is in the trash.`}>
			{typeof mergedInto === "string" ? (
				<>
					It was joined with{" "}
					<a href={recordPath("contact", mergedInto)}>{record.names.mergedInto ?? "another contact"}</a>{" "}
					<Time at={at} />.
				</>
			) : (
				<>
					It was deleted <Time at={at} />. The trash is emptied after 90 days.
				</>
			)}
			{canMerge && merge && <UndoMerge id={merge.id} contactId={record.id} />}
			{canRestore && !mergedInto && (
				<Form
					discover="none"
					method="post"
					action={`/records/${record.type}/${record.id}/state`}
					className="notice-act"
				>
					<SubmitButton small icon="undo" name="act" value="restore">
						Restore {one}
					</SubmitButton>
				</Form>
			)}
		</Notice>
	);
}
