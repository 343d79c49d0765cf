import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { listVersions } from "#app/domain/workflows/definitions/version-queries.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { page } from "#app/doors/page.ts";
import { WorkflowTabs } from "#app/routes/studio/workflow-head.tsx";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Versions of a workflow · Perigee" }];

const FULL = 100;

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { id, name, published } = await getWorkflow(ctx, args.params.id ?? "");
		const below = Number(new URL(args.request.url).searchParams.get("below")) || undefined;
		const rows = await listVersions(ctx, id, below && Math.min(Math.max(1, Math.floor(below)), 2_147_483_647));
		return {
			...{ id, name, published, canEdit: can(ctx.actor, "workflows.edit") },
			rows: rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() })),
		};
	});

export default function VersionsPage() {
	const { id, name, published, rows, canEdit } = useLoaderData<typeof loader>();
	return (
		<Page
			title={name}
			crumbs={[{ label: "Studio", href: "/studio" }]}
			width="edge"
			search={null}
			above={<WorkflowTabs id={id} current="versions" canEdit={canEdit} />}
		>
			{rows.length === 0 ? (
				<EmptyState
					icon="clock"
					title="Nothing is published yet"
					text="Each time you publish, the draft is kept here as it was. Runs follow the version they began with."
				>
					{canEdit && <ButtonLink to={`/studio/${id}/publication`}>Publish workflow</ButtonLink>}
				</EmptyState>
			) : (
				<>
					<Table
						caption="Published versions, the newest first"
						rows={rows}
						rowKey={(row) => String(row.number)}
						name={{
							label: "Version",
							name: (row) => `Version ${row.number}`,
							href: (row) => `/studio/${id}/versions/${row.number}`,
							note: (row) => row.note || null,
						}}
						columns={[
							{
								id: "now",
								label: "In use",
								cell: (row) => row.number === published && <Badge tone="good">New runs follow it</Badge>,
							},
							{ id: "steps", label: "Steps", end: true, phone: false, cell: (row) => row.steps },
							{ id: "by", label: "Published by", phone: false, cell: (row) => row.publishedBy },
							{ id: "at", label: "Published", end: true, cell: (row) => <Time at={row.publishedAt} /> },
						]}
					/>
					<Pager older={rows.length === FULL ? `/studio/${id}/versions?below=${rows.at(-1)?.number}` : null} />
				</>
			)}
		</Page>
	);
}
