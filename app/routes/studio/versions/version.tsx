import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { allProblems } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { restoreVersion } from "#app/domain/workflows/definitions/restore-version.ts";
import { getVersion } from "#app/domain/workflows/definitions/version-queries.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { OutlineList } from "#app/routes/studio/outline-list.tsx";
import { shownGraph } from "#app/routes/studio/workflow-data.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Version of a workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { id, name, hasChanged, published } = await getWorkflow(ctx, args.params.id ?? "");
		const { graph, ...version } = await getVersion(ctx, id, Number(args.params.number));
		return {
			...{ id, name, hasChanged, isFollowed: version.number === published },
			version: { ...version, publishedAt: version.publishedAt.toISOString() },
			graph: shownGraph(graph, await allProblems(ctx, graph)),
			canEdit: can(ctx.actor, "workflows.edit"),
		};
	});

/** Makes this version the draft again. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: z.object({}) }, async (ctx) => {
		const id = args.params.id ?? "";
		const number = Number(args.params.number);
		await restoreVersion(ctx, id, number);
		return { to: `/studio/${id}`, flash: `The draft is version ${number} again. Publish it to have runs follow it.` };
	});

export default function VersionPage() {
	const { id, name, version, graph, isFollowed, hasChanged, canEdit } = useLoaderData<typeof loader>();
	return (
		<Page
			title={`Version ${version.number}`}
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
				{ label: "Versions", href: `/studio/${id}/versions` },
			]}
			search={null}
			actions={
				canEdit && (
					<Form discover="none" method="post">
						<SubmitButton tone="plain" icon="undo">
							Make it the draft
						</SubmitButton>
					</Form>
				)
			}
		>
			<div className="stack">
				<p className="muted">
					Published <Time at={version.publishedAt} />
					{version.note && `: ${version.note}`}
				</p>
				{isFollowed && <Notice tone="good">New runs follow this version.</Notice>}
				{canEdit && hasChanged && (
					<Notice>
						The draft has changes that are not published. They are gone when this version becomes the draft.
					</Notice>
				)}
				<OutlineList path={null} graph={graph} canEdit={false} />
			</div>
		</Page>
	);
}
