import type { CustomField } from "#app/domain/crm/fields/schema.ts";
import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import type { RecordView } from "#app/domain/crm/records/record-queries.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import { RECORD_NOUNS, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { RecordForm } from "./record-form.tsx";
import { LIST_LABELS } from "./record-words.ts";

type New = { type: RecordType; fields: CustomField[]; choices: Choices; values: Values };

/** The page on which a record of any kind is added. */
export function NewRecordPage({ shown, reply }: { shown: New; reply: FormReply | undefined }) {
	const { type } = shown;
	const { one } = RECORD_NOUNS[type];
	return (
		<Page
			title={`New ${one}`}
			crumbs={[{ label: LIST_LABELS[type], href: recordPath(type) }]}
			width="narrow"
			search={null}
		>
			<RecordForm {...shown} reply={reply} button={`Add ${one}`} cancel={recordPath(type)} />
		</Page>
	);
}

type Edited = { type: RecordType; record: RecordView; choices: Choices };

/** The page on which all fields of a record are changed at once. */
export function EditRecordPage({
	shown: { type, record, choices },
	reply,
}: {
	shown: Edited;
	reply: FormReply | undefined;
}) {
	const { one } = RECORD_NOUNS[type];
	const path = recordPath(type, record.id);
	return (
		<Page
			title={`Edit ${one}`}
			crumbs={[
				{ label: LIST_LABELS[type], href: recordPath(type) },
				{ label: record.name, href: path },
			]}
			width="narrow"
			search={null}
		>
			{record.deletedAt && (
				<Notice tone="warn" title={`This ${one} is in the trash.`}>
					Restore it on its page before you change it.
				</Notice>
			)}
			<RecordForm
				{...{ type, choices, reply }}
				fields={record.fields}
				values={record.values}
				version={record.version}
				button={`Save ${one}`}
				cancel={path}
			/>
		</Page>
	);
}
