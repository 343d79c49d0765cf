import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { getCollection, listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { MOST_FOUND, searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { isLexicalOnly, questionVector } from "#app/doors/knowledge.ts";
import { allowedMember, page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";
import { DocumentList } from "./list/document-list.tsx";
import { readAddress } from "./list/knowledge-address.ts";
import { KnowledgeFilters } from "./list/knowledge-filters.tsx";
import { PassageResults } from "./list/passage-results.tsx";
import { type Shown, shownPassage } from "./list/shown.ts";

export const meta = () => [{ title: "Knowledge · Perigee" }];

export async function loader(args: LoaderFunctionArgs) {
	const address = readAddress(args.request.url, MOST_FOUND);
	const { q, collection: collectionId, kind, shown } = address;
	if (q !== "") await allowedMember(args, "knowledge.view");
	const vector = q === "" ? null : await questionVector(q, args.request.signal);
	return page(args, "knowledge.view", async (ctx) => {
		const search = { q, vector, limit: shown + 1, collectionId, kind };
		const found = q === "" ? null : (await searchKnowledge(ctx, search)).passages;
		const list = found ? { data: [], next: null } : await listDocuments(ctx, { ...address, collectionId });
		const collections = await listCollections(ctx);
		const chosen = collectionId
			? (collections.find(({ id }) => id === collectionId) ?? (await getCollection(ctx, collectionId)))
			: null;
		return {
			address,
			isLexical: isLexicalOnly(),
			canEdit: can(ctx.actor, "knowledge.edit"),
			exports: can(ctx.actor, "records.export") ? (collectionId ? `collection=${collectionId}` : "") : null,
			canReview: can(ctx.actor, "collections.edit"),
			collections: collections.map(({ id, name }) => ({ id, name })),
			chosen: chosen && { id: chosen.id, name: chosen.name },
			documents: list.data,
			next: list.next,
			most: MOST_FOUND,
			hasMore: found !== null && found.length > shown,
			found: found?.slice(0, shown).map(shownPassage),
		};
	});
}

export default function Knowledge() {
	const shown: Shown = useLoaderData<typeof loader>();
	const { address, chosen, collections, found, canEdit, canReview } = shown;
	useLiveRefresh(["documents"]);
	return (
		<Page
			title="Knowledge"
			width="edge"
			search={{
				action: "/knowledge",
				value: address.q,
				label: chosen ? `Search in ${chosen.name}` : "Search the knowledge",
				keep: {
					...(address.collection ? { collection: address.collection } : {}),
					...(address.kind ? { kind: address.kind } : {}),
				},
			}}
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
			<KnowledgeFilters address={address} collections={collections} chosen={chosen} canRestore={canEdit} />
			{found ? <PassageResults shown={shown} /> : <DocumentList shown={shown} />}
		</Page>
	);
}
