import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { removeNode } from "#app/domain/workflows/rules/edit-graph.ts";
import { stepsRead } from "#app/domain/workflows/rules/expressions.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Remove step · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const node = draft.nodes.find((one) => one.id === args.params.node);
		if (!node) throw notFound("step");
		const readers = draft.nodes.filter((one) => stepsRead(JSON.stringify(one.settings)).includes(node.id));
		const closed = removeNode(draft, node.id, { closesGap: true });
		const open = removeNode(draft, node.id);
		return {
			...{ id, name, node: { id: node.id, name: node.name } },
			hasFollowers: draft.edges.some(({ from, to }) => from === node.id && to !== node.id),
			closes: closed.edges.length > open.edges.length,
			readers: readers.map((one) => one.name).slice(0, 20),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(
		args,
		{ permission: "workflows.edit", schema: z.object({ closesGap: z.string().optional() }) },
		async (ctx, input) => {
			const { id = "", node = "" } = args.params;
			await editDraft(ctx, id, (graph) => {
				if (!graph.nodes.some((one) => one.id === node)) throw notFound("step");
				return removeNode(graph, node, { closesGap: input.closesGap !== undefined });
			});
			return { to: `/studio/${id}`, flash: "The step is removed from the draft." };
		},
	);

export default function RemoveNodePage() {
	const { id, name, node, hasFollowers, closes, readers } = useLoaderData<typeof loader>();
	const back = `/studio/${id}/nodes/${node.id}`;
	return (
		<Page
			title="Remove step"
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
			]}
			width="narrow"
			search={null}
		>
			<ConfirmPage
				action={`${back}/removal`}
				consequence={
					<>
						“{node.name}” and its connections are removed from the draft. What is published stays as it is until you
						publish.
					</>
				}
				button="Remove step"
				cancel={back}
			>
				{readers.length > 0 && (
					<Notice tone="warn">These steps read what it makes and will fail without it: {readers.join(", ")}.</Notice>
				)}
				{closes ? (
					<div className="choice">
						<input type="checkbox" id="closes" name="closesGap" value="yes" defaultChecked />
						<label htmlFor="closes">Connect what led to it with what followed</label>
					</div>
				) : (
					hasFollowers && (
						<p className="muted">What followed it stays in the draft, and nothing leads there any more.</p>
					)
				)}
			</ConfirmPage>
		</Page>
	);
}
