import { Form } from "@remix-run/react";
import { TagInput } from "#app/routes/crm/records/tag-input.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { RecordPageData } from "../record-page-data.ts";

/** The tags of a record: each taken off by its button, a new one written or chosen. */
export function TagsPart({ shown: { record, related, canEdit } }: { shown: RecordPageData }) {
	const action = `/records/${record.type}/${record.id}/tags`;
	if (related.tags.length === 0 && !canEdit) return null;
	return (
		<Section title="Tags">
			{related.tags.length > 0 && (
				<ul className="tag-list">
					{related.tags.map(({ id, name }) => (
						<li key={id} className="badge tone-neutral tag">
							{name}
							{canEdit && (
								<Form discover="none" method="post" action={action} preventScrollReset>
									<input type="hidden" name="tagId" value={id} />
									<button
										type="submit"
										name="act"
										value="remove"
										aria-label={`Remove tag ${name}`}
										title={`Remove tag ${name}`}
									>
										<Icon name="close" />
									</button>
								</Form>
							)}
						</li>
					))}
				</ul>
			)}
			{canEdit && (
				<Form
					discover="none"
					method="post"
					action={action}
					className="inline-form"
					preventScrollReset
					key={related.tags.length}
				>
					<TagInput known={related.allTags} />
					<SubmitButton tone="plain" small name="act" value="add">
						Add tag
					</SubmitButton>
				</Form>
			)}
		</Section>
	);
}
