import { Form, Link } from "@remix-run/react";
import { RECORD_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { RecordPageData } from "../record-page-data.ts";

/** Relations to other records, read from either end. */
export function LinksPart({ shown: { record, related, canEdit } }: { shown: RecordPageData }) {
	if (related.links.length === 0 && !canEdit) return null;
	return (
		<Section title="Relations">
			{related.links.length > 0 && (
				<ul className="related">
					{related.links.map(({ id, label, outward, type, recordId, name }) => (
						<li key={id}>
							<span>
								{/* Read towards the other record: "reports to Kim"; from its end the other name comes first. */}
								{outward && `${label} `}
								<Link to={recordPath(type, recordId)} discover="none">
									{name}
								</Link>
								{!outward && ` is ${label} this ${RECORD_NOUNS[record.type].one}`}
								<small className="muted"> {RECORD_NOUNS[type].one}</small>
							</span>
							{canEdit && (
								<Form
									discover="none"
									method="post"
									action={`/records/${record.type}/${record.id}/links`}
									preventScrollReset
								>
									<input type="hidden" name="linkId" value={id} />
									<button
										type="submit"
										name="act"
										value="remove"
										className="btn btn-quiet btn-icon btn-small"
										aria-label={`Remove relation to ${name}`}
										title={`Remove relation to ${name}`}
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
				<ButtonLink to={`/records/${record.type}/${record.id}/links`} small>
					Add relation
				</ButtonLink>
			)}
		</Section>
	);
}
