import { Form, Link } from "@remix-run/react";
import type { Document, DocumentVersion } from "#app/domain/knowledge/documents/document-queries.ts";
import { LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { KIND_LABELS } from "#app/domain/knowledge/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { DocumentStatus } from "./document-status.tsx";

/** The version that the page speaks of: the one in use where the newest could not be read, else the newest. */
export function toldVersion({ versions, state, currentVersionId }: Document) {
	return (state === "failed" && versions.find(({ id }) => id === currentVersionId)) || versions[0];
}

/** Why a hit in a Word document may name no page. */
const NO_PAGES =
	"Not named: Word stored no page breaks in this file. Opened in Word, saved and replaced here, it has them.";

/** Whether this version stood before the one in use, and can be taken again. */
function isEarlier({ inUse }: Document, version: DocumentVersion): boolean {
	return version.fileId !== null && version.state === "ready" && inUse !== null && version.number < inUse;
}

export function Facts({ document, canEdit }: { document: Document; canEdit: boolean }) {
	const told = toldVersion(document);
	return (
		<>
			<DescriptionList
				facts={[
					{ label: "State", value: <DocumentStatus short state={document.state} inUse={document.inUse} /> },
					{
						label: "Collection",
						value: <Link to={`/knowledge?collection=${document.collection.id}`}>{document.collection.name}</Link>,
					},
					...(document.origin
						? [
								{
									label: "Address",
									value: (
										<a href={document.origin.url} rel="noreferrer nofollow">
											{document.origin.url}
										</a>
									),
								},
								{
									label: "Looked at",
									value: document.origin.checkedAt ? <Time at={document.origin.checkedAt} /> : "Not yet",
								},
							]
						: []),
					{ label: "Kind", value: told && KIND_LABELS[told.kind] },
					{
						label: "Pages",
						value: told?.kind === "docx" && told.pages === null ? NO_PAGES : told?.pages,
					},
					{ label: "Passages", value: told?.passages },
					{
						label: "Vectors",
						value: told?.embeddingModel === LEXICAL_MODEL ? "By words, without a model" : told?.embeddingModel,
					},
				]}
			/>
			<Section title="Versions">
				<ul className="stack">
					{document.versions.map((version) => (
						<li key={version.id}>
							{version.fileId ? (
								<a href={`/knowledge/${document.id}/file?number=${version.number}`} download>
									{version.name}
								</a>
							) : (
								version.name
							)}
							{version.fileId && version.kind === "pdf" && (
								<>
									{" · "}
									<a href={`/knowledge/${document.id}/original?number=${version.number}`}>
										Open<span className="hidden-text"> {version.name}</span>
									</a>
								</>
							)}
							<br />
							<span className="muted">
								Version {version.number} · {version.id === document.currentVersionId ? "In use · " : ""}
								{version.state === "failed" ? "Not readable · " : ""}
								{version.createdBy} · <Time at={version.createdAt} />
							</span>
							{canEdit && !document.isDeleted && isEarlier(document, version) && (
								<Form method="post" action={`/knowledge/${document.id}/state`}>
									<input type="hidden" name="number" value={version.number} />
									<SubmitButton small tone="quiet" name="act" value="take">
										Use again<span className="hidden-text"> version {version.number}</span>
									</SubmitButton>
								</Form>
							)}
						</li>
					))}
				</ul>
			</Section>
		</>
	);
}
