import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { KIND_LABELS, STATE_LABELS } from "#app/domain/knowledge/schema.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { isLexicalOnly, questionVector } from "#app/doors/knowledge.ts";
import { allowedMember, page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";
import { Marked, passagePath } from "./marked.tsx";
import { STATE_TONES } from "./state-tones.ts";

export const meta = () => [{ title: "Knowledge · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const { searchParams } = new URL(args.request.url);
	const q = (searchParams.get("q") ?? "").trim().slice(0, 500);
	const collectionId = searchParams.get("collection") || undefined;
	if (q !== "") await allowedMember(args, "knowledge.view");
	const vector = q === "" ? null : await questionVector(q, args.request.signal);
	return page(args, "knowledge.view", async (ctx) => {
		const before = searchParams.get("before") ?? undefined;
		const found = q === "" ? null : (await searchKnowledge(ctx, { q, vector, limit: 20 })).passages;
		const list = found ? { data: [], next: null } : await listDocuments(ctx, { before, collectionId });
		return {
			q,
			isLater: before !== undefined,
			isLexical: isLexicalOnly(),
			canEdit: can(ctx.actor, "knowledge.edit"),
			exports: can(ctx.actor, "records.export") ? (collectionId ? `collection=${collectionId}` : "") : null,
			canReview: can(ctx.actor, "collections.edit"),
			documents: list.data,
			next: list.next,
			found: found?.map(({ id, documentId, title, collection, position, page: at, heading, excerpt, marks }) => ({
				...{ id, documentId, title, collection, position, page: at, heading, excerpt, marks },
			})),
		};
	});
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;
type Row = Shown["documents"][number];

const COLUMNS: Column<Row>[] = [
	{
		id: "state",
		label: "State",
		cell: ({ state, passages, embedded }) => (
			<>
				<Status tone={STATE_TONES[state]}>{STATE_LABELS[state]}</Status>
				{state === "processing" && passages > 0 && ` ${Math.floor((embedded / passages) * 100)} %`}
			</>
		),
	},
	{ id: "collection", label: "Collection", phone: false, cell: ({ collection }) => collection.name },
	{ id: "kind", label: "Kind", phone: false, cell: ({ kind }) => KIND_LABELS[kind] },
	{ id: "pages", label: "Pages", end: true, phone: false, cell: ({ pages }) => pages ?? "" },
	{ id: "when", label: "Changed", end: true, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export default function Knowledge() {
	const shown = useLoaderData<typeof loader>();
	const { q, found, canEdit, canReview } = shown;
	useLiveRefresh(["documents"]);
	return (
		<Page
			title="Knowledge"
			width="edge"
			search={{ action: "/knowledge", value: q, label: "Search the knowledge" }}
			above={<KnowledgeTabs current="documents" canReview={canReview} />}
			actions={
				<>
					{!found && shown.exports !== null && <ExportLinks list="documents" query={shown.exports} />}
					{canEdit && (
						<ButtonLink to="/knowledge/upload" tone="primary" icon="upload">
							Upload documents
						</ButtonLink>
					)}
				</>
			}
		>
			{found ? <Results q={q} found={found} isLexical={shown.isLexical} /> : <Documents shown={shown} />}
		</Page>
	);
}

function Documents({ shown: { documents, next, isLater, canEdit } }: { shown: Shown }) {
	if (documents.length === 0) {
		return (
			<EmptyState
				icon="file"
				title="No documents yet"
				text="Manuals, price lists, warranties, answers: what is here can be searched, quoted and used by agents and by the chat."
			>
				{canEdit && (
					<ButtonLink to="/knowledge/upload" tone="primary">
						Upload documents
					</ButtonLink>
				)}
			</EmptyState>
		);
	}
	return (
		<>
			<Table
				caption="Documents, newest first"
				rows={documents}
				rowKey={(row) => row.id}
				name={{
					label: "Document",
					name: (row) => row.title,
					href: (row) => `/knowledge/${row.id}`,
					note: (row) => (row.state === "failed" ? row.reason : undefined),
				}}
				columns={COLUMNS}
			/>
			<Pager newer={isLater ? "/knowledge" : null} older={next && `/knowledge?before=${next}`} />
		</>
	);
}

function Results({ q, found, isLexical }: { q: string; found: NonNullable<Shown["found"]>; isLexical: boolean }) {
	if (found.length === 0) {
		return (
			<EmptyState
				icon="search"
				title="Nothing found"
				text={`No passage that you may read answers “${q}”. Try other words.`}
			>
				<ButtonLink to="/knowledge">Clear the search</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<div className="knowledge-results">
			{isLexical && (
				<Notice>
					No embedding model is configured, so this search goes by words and their spelling, not by meaning.
				</Notice>
			)}
			<ol className="passages" aria-label="Passages found">
				{found.map((passage) => (
					<li key={passage.id} className="passage">
						<h2>
							<Link to={passagePath(passage, q)}>{passage.title}</Link>
						</h2>
						<p className="muted">
							{[
								passage.heading === passage.title ? "" : passage.heading,
								passage.page && `page ${passage.page}`,
								passage.collection,
							]
								.filter(Boolean)
								.join(" · ")}
						</p>
						<p>
							<Marked excerpt={passage.excerpt} marks={passage.marks as [number, number][]} />
						</p>
					</li>
				))}
			</ol>
		</div>
	);
}
