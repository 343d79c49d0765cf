import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid, notFound } from "#app/base/errors.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { moveUnder } from "#app/domain/workflows/rules/edit-graph.ts";
import { indexGraph } from "#app/domain/workflows/rules/graph.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { wayChoices } from "./ways-data.ts";

export const meta = () => [{ title: "Move step · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const node = draft.nodes.find((one) => one.id === args.params.node);
		if (!node) throw notFound("step");
		const index = indexGraph(draft);
		const below = draft.nodes.filter((one) => one.id === node.id || index.reaches(node.id, one.id));
		const ways = wayChoices(draft, new Set(below.map((one) => one.id)));
		const now = draft.edges.find(({ to }) => to === node.id);
		return { id, name, node: { id: node.id, name: node.name }, ways, now: now ? `${now.from} ${now.port}` : "" };
	});

const Posted = z.object({
	way: z.string("Choose where it belongs.").regex(/^\S{1,40} \S{1,60}$/, "Choose where it belongs."),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: Posted }, async (ctx, { way }) => {
		const { id = "", node = "" } = args.params;
		const [from = "", port = ""] = way.split(" ");
		await editDraft(ctx, id, (graph) => {
			const has = (one: string) => graph.nodes.some(({ id }) => id === one);
			if (!has(node) || !has(from)) throw invalid("Somebody removed one of the steps. Nothing was moved.");
			return moveUnder(graph, node, { from, port });
		});
		return { to: `/studio/${id}#step-${node}`, flash: "The step is moved, with what follows it." };
	});

export default function MoveNodePage() {
	const { id, name, node, ways, now } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const back = `/studio/${id}/nodes/${node.id}`;
	return (
		<Page
			title={`Move ${node.name}`}
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
				{ label: node.name, href: back },
			]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form">
				<ErrorSummary allErrors={errors} />
				<p>The step goes with what follows it. What led to it before leads there no more.</p>
				<Select
					label="It follows"
					empty="Choose where it belongs"
					errors={errors.way}
					inputProps={{ name: "way", required: true, defaultValue: String(typedOf(reply)?.way ?? now) }}
					options={ways.map(({ value, name, port }) => ({ value, label: `${name}: ${portLabel(port)}` }))}
				/>
				<FormActions>
					<SubmitButton>Move step</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Keep as it is
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
