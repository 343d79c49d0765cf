import { Form } from "@remix-run/react";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { RecordPageData } from "../record-page-data.ts";

/** Who was joined into a contact, and the way to take each merge back, for as long as the other one is kept. */
export function MergesPart({ shown: { record, related, canMerge } }: { shown: RecordPageData }) {
	const into = related.merges.filter(({ survivorId }) => survivorId === record.id);
	if (into.length === 0) return null;
	return (
		<Section title="Joined with it">
			<ul className="plain-list">
				{into.map(({ id, mergedId, name, at }) => (
					<li key={id}>
						<a href={recordPath("contact", mergedId)}>{name}</a>, <Time at={at} />
						{canMerge && <UndoMerge id={id} contactId={record.id} />}
					</li>
				))}
			</ul>
		</Section>
	);
}

/** Takes two contacts apart again; afterwards one is back at `contactId`. */
export function UndoMerge({ id, contactId }: { id: string; contactId: string }) {
	return (
		<Form discover="none" method="post" action={`/duplicates/decisions?contact=${contactId}`} className="notice-act">
			<SubmitButton tone="plain" small icon="undo" name="act" value={`unmerge:${id}`}>
				Undo the merge
			</SubmitButton>
		</Form>
	);
}
