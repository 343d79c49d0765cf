import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { ROLES } from "#app/domain/identity/schema.ts";
import { listCollections, listRemovedCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { VISIBILITY_LABELS } from "#app/domain/knowledge/schema.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { KnowledgeTabs } from "../knowledge-tabs.tsx";

export const meta = () => [{ title: "Collections · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.view", async (ctx) => {
		const canEdit = can(ctx.actor, "collections.edit");
		return {
			canEdit,
			collections: await listCollections(ctx),
			removed: canEdit ? await listRemovedCollections(ctx) : [],
		};
	});

function labelOf(role: string): string {
	return ROLES.find(({ value }) => value === role)?.label ?? role;
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["collections"][number];

export default function Collections() {
	const { collections, canEdit, removed } = useLoaderData<typeof loader>();
	const columns: Column<Row>[] = [
		{
			id: "who",
			label: "Who may read",
			cell: ({ visibility, roles }) =>
				visibility === "roles" ? roles.map(labelOf).join(", ") : VISIBILITY_LABELS[visibility],
		},
		{
			id: "documents",
			label: "Documents",
			end: true,
			cell: ({ documents, unreadable }) => (
				<>
					{formatCount(documents - unreadable)}
					{unreadable > 0 && <span className="muted"> and {formatCount(unreadable)} not readable</span>}
				</>
			),
		},
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
			{removed.length > 0 && (
				<Section title="Removed">
					<ul className="stack">
						{removed.map(({ id, name, deletedAt }) => (
							<li key={id}>
								<Form method="post" action={`/knowledge/collections/${id}/state`} className="cluster">
									<span>
										{name} <span className="muted">removed</span> <Time at={deletedAt} />
									</span>
									<SubmitButton small name="act" value="restore">
										Bring back<span className="hidden-text"> {name}</span>
									</SubmitButton>
								</Form>
							</li>
						))}
					</ul>
				</Section>
			)}
		</Page>
	);
}
