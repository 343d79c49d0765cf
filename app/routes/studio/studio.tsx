import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import {
	listTrashedWorkflows,
	listWorkflows,
	type WorkflowRow,
} from "#app/domain/workflows/definitions/workflow-queries.ts";
import { triggerWords } from "#app/domain/workflows/drawing/step-words.ts";
import { page } from "#app/doors/page.ts";
import { AreaTabs } from "#app/routes/runs/area-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Trashed } from "./trashed.tsx";
import { type ShownWorkflow, WorkflowTable } from "./workflow-table.tsx";

export const meta = () => [{ title: "Studio · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const asked = new URL(args.request.url).searchParams;
		const canEdit = can(ctx.actor, "workflows.edit");
		const q = (asked.get("q") ?? "").slice(0, 200);
		if (asked.get("view") === "trash") {
			return { view: "trash" as const, q: "", canEdit, trashed: await listTrashedWorkflows(ctx), rows: [], next: null };
		}
		const { rows, next } = await listWorkflows(ctx, { q, after: asked.get("after") ?? undefined });
		return { view: "all" as const, q, canEdit, trashed: [], rows: rows.map(shownRow), next };
	});

/** What begins it, in words; the settings themselves, which may hold what is not for everybody, stay here. */
function shownRow({ trigger, ...row }: WorkflowRow): ShownWorkflow {
	return { ...row, begins: triggerWords(trigger) };
}

export default function StudioPage() {
	const { view, q, canEdit, trashed, rows, next } = useLoaderData<typeof loader>();
	useLiveRefresh(["workflows"]);
	return (
		<Page
			title="Studio"
			width="edge"
			search={{ action: "/studio", value: q, label: "Search workflows" }}
			actions={canEdit && <NewWorkflow />}
			above={
				<>
					<AreaTabs current="workflows" />
					<Tabs
						label="Workflows"
						tabs={[
							{ label: "Workflows", href: "/studio", current: view === "all" },
							{ label: "Templates", href: "/studio/templates" },
							...(canEdit ? [{ label: "Trash", href: "/studio?view=trash", current: view === "trash" }] : []),
						]}
					/>
				</>
			}
		>
			{view === "trash" ? (
				<Trashed rows={trashed} />
			) : rows.length > 0 ? (
				<>
					<WorkflowTable rows={rows} />
					<Pager
						older={next && `/studio?${new URLSearchParams({ ...(q && { q }), after: next })}`}
						labels={["Back", "More"]}
					/>
				</>
			) : q ? (
				<EmptySearch asked={q} clear="/studio" />
			) : (
				<EmptyState
					icon="workflow"
					title="No workflows yet"
					text="A workflow does by itself what happens again and again: when a form arrives, write, ask, wait and hand over."
				>
					<ButtonLink to="/studio/templates" tone={canEdit ? "primary" : "plain"}>
						Choose from ready workflows
					</ButtonLink>
					{canEdit && <ButtonLink to="/studio/new">Begin with a blank one</ButtonLink>}
				</EmptyState>
			)}
		</Page>
	);
}

function NewWorkflow() {
	return (
		<>
			<ButtonLink to="/studio/import" tone="quiet" icon="upload">
				Import
			</ButtonLink>
			<ButtonLink to="/studio/new" tone="primary" icon="plus">
				New workflow
			</ButtonLink>
		</>
	);
}
