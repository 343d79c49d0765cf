import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { ROLES } from "#app/domain/identity/schema.ts";
import { listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { VISIBILITY_LABELS } from "#app/domain/knowledge/schema.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";

export const meta = () => [{ title: "Collections · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.view", async (ctx) => ({
		canEdit: can(ctx.actor, "collections.edit"),
		collections: await listCollections(ctx),
	}));

function labelOf(role: string): string {
	return ROLES.find(({ value }) => value === role)?.label ?? role;
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["collections"][number];

export default function Collections() {
	const { collections, canEdit } = useLoaderData<typeof loader>();
	const columns: Column<Row>[] = [
		{
			id: "who",
			label: "Who may read",
			cell: ({ visibility, roles }) =>
				visibility === "roles" ? roles.map(labelOf).join(", ") : VISIBILITY_LABELS[visibility],
		},
		{ id: "documents", label: "Documents", end: true, cell: ({ documents }) => formatCount(documents) },
		...(canEdit
			? [
					{
						id: "edit",
						label: "Change",
						end: true,
						cell: ({ id, name }: Row) => (
							<ButtonLink to={`/knowledge/collections/${id}`} tone="quiet">
								Edit<span className="hidden-text"> {name}</span>
							</ButtonLink>
						),
					},
				]
			: []),
	];
	return (
		<Page
			title="Collections"
			width="edge"
			search={null}
			above={<KnowledgeTabs current="collections" canReview={canEdit} />}
			actions={
				canEdit && (
					<ButtonLink to="/knowledge/collections/new" tone="primary" icon="plus">
						New collection
					</ButtonLink>
				)
			}
		>
			<Table
				caption="Collections that you may read"
				rows={collections}
				rowKey={(row) => row.id}
				name={{
					label: "Collection",
					name: (row) => row.name,
					href: (row) => `/knowledge?collection=${row.id}`,
					note: (row) => row.description || undefined,
				}}
				columns={columns}
			/>
		</Page>
	);
}
