import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { draftProblems } from "#app/doors/draft-problems.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { OutlineList } from "./outline-list.tsx";
import { shownGraph } from "./workflow-data.ts";
import { WorkflowActs, WorkflowFacts, WorkflowTabs } from "./workflow-head.tsx";

export const meta = () => [{ title: "Workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { draft, limits: _, ...workflow } = await getWorkflow(ctx, args.params.id ?? "");
		return {
			workflow,
			graph: shownGraph(draft, await draftProblems(ctx, draft)),
			may: { edit: can(ctx.actor, "workflows.edit"), run: can(ctx.actor, "workflows.run") },
		};
	});

export default function WorkflowPage() {
	const { workflow, graph, may } = useLoaderData<typeof loader>();
	useLiveRefresh([`workflow:${workflow.id}`]);
	const path = `/studio/${workflow.id}`;
	return (
		<Page
			title={workflow.name}
			crumbs={[{ label: "Studio", href: "/studio" }]}
			search={null}
			above={<WorkflowTabs id={workflow.id} current="steps" canEdit={may.edit} />}
			actions={<WorkflowActs workflow={workflow} may={may} />}
			side={<WorkflowFacts workflow={workflow} graph={graph} canEdit={may.edit} />}
		>
			{workflow.description && <p className="flow-about">{workflow.description}</p>}
			{graph.problems.map(({ message }) => (
				<Notice key={message} tone="warn">
					{message}
				</Notice>
			))}
			{may.edit && !graph.hasTrigger && (
				<ButtonLink to={`${path}/steps/new?kind=trigger`} tone="primary" icon="plus">
					Say when it begins
				</ButtonLink>
			)}
			<OutlineList path={path} graph={graph} canEdit={may.edit} />
		</Page>
	);
}
