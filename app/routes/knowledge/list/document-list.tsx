import { Form } from "@remix-run/react";
import { KIND_LABELS } from "#app/domain/knowledge/schema.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { DocumentStatus } from "../document/document-status.tsx";
import { filtersOf, pathOf } from "./knowledge-address.ts";
import type { Shown } from "./shown.ts";

type Row = Shown["documents"][number];

const PLACE: Column<Row>[] = [
	{ id: "collection", label: "Collection", phone: false, cell: ({ collection }) => collection.name },
	{ id: "kind", label: "Kind", phone: false, cell: ({ kind }) => KIND_LABELS[kind] },
];

const COLUMNS: Column<Row>[] = [
	{
		id: "state",
		label: "State",
		cell: ({ state, inUse, passages, embedded }) => (
			<>
				<DocumentStatus state={state} inUse={inUse} />
				{state === "processing" && passages > 0 && ` ${Math.floor((embedded / passages) * 100)} %`}
			</>
		),
	},
	...PLACE,
	{ id: "pages", label: "Pages", end: true, phone: false, cell: ({ pages }) => pages ?? "" },
	{ id: "when", label: "Changed", end: true, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

const REMOVED: Column<Row>[] = [
	...PLACE,
	{ id: "when", label: "Removed", end: true, cell: ({ removedAt }) => removedAt && <Time at={removedAt} /> },
	{
		id: "act",
		label: "Bring back",
		end: true,
		cell: ({ id, title }) => (
			<Form method="post" action={`/knowledge/${id}/state`}>
				<SubmitButton small name="act" value="restore">
					Bring back<span className="hidden-text"> {title}</span>
				</SubmitButton>
			</Form>
		),
	},
];

/** Documents, or those that were removed, a page at a time, with the filters kept from page to page. */
export function DocumentList({ shown }: { shown: Shown }) {
	const { documents, next, address } = shown;
	const kept = filtersOf(address);
	if (documents.length === 0) return <NoDocuments shown={shown} />;
	return (
		<>
			<Table
				caption={address.isRemoved ? "Removed documents, newest first" : "Documents, newest first"}
				rows={documents}
				rowKey={(row) => row.id}
				name={{
					label: "Document",
					name: (row) => row.title,
					href: (row) => `/knowledge/${row.id}`,
					note: (row) => (row.state === "failed" && !address.isRemoved ? row.reason : undefined),
				}}
				columns={address.isRemoved ? REMOVED : COLUMNS}
			/>
			<Pager newer={address.before ? pathOf(kept) : null} older={next && pathOf({ ...kept, before: next })} />
		</>
	);
}

function NoDocuments({ shown: { address, chosen, canEdit } }: { shown: Shown }) {
	if (address.isRemoved) {
		return (
			<EmptyState
				icon="trash"
				title={chosen ? `Nothing was removed from ${chosen.name}` : "No removed documents"}
				text="A document that is removed is found by nobody, and can be brought back from here."
			>
				<ButtonLink to={pathOf({ collection: address.collection })}>Documents</ButtonLink>
			</EmptyState>
		);
	}
	if (address.kind || address.before) return <EmptySearch clear={pathOf({ collection: address.collection })} />;
	const upload = chosen ? `/knowledge/upload?collection=${chosen.id}` : "/knowledge/upload";
	return (
		<EmptyState
			icon="file"
			title={chosen ? `No documents in ${chosen.name} yet` : "No documents yet"}
			text="Manuals, price lists, warranties, answers: what is here can be searched, quoted and used by agents and by the chat."
		>
			{canEdit && (
				<ButtonLink to={upload} tone="primary">
					Upload documents
				</ButtonLink>
			)}
			{chosen && <ButtonLink to="/knowledge">All documents</ButtonLink>}
		</EmptyState>
	);
}
