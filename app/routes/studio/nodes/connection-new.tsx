import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid, notFound } from "#app/base/errors.ts";
import { editDraft } from "#app/domain/workflows/definitions/edit-draft.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { connect } from "#app/domain/workflows/rules/edit-graph.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Connect steps · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const asked = new URL(args.request.url).searchParams;
		const from = draft.nodes.find((node) => node.id === asked.get("after"));
		if (!from) throw notFound("step");
		const port = (asked.get("port") ?? "next").slice(0, 60);
		const known = new Set(
			draft.edges.filter((edge) => edge.from === from.id && edge.port === port).map(({ to }) => to),
		);
		const steps = draft.nodes.filter(({ id, type }) => !known.has(id) && !nodeTypes().get(type)?.isTrigger);
		return {
			id,
			name,
			from: { id: from.id, name: from.name },
			port,
			steps: steps.map(({ id, name }) => ({ id, name })),
		};
	});

const Posted = z.object({
	from: z.string().max(40),
	port: z.string().min(1).max(60),
	to: z.string("Choose a step.").max(40),
});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: Posted }, async (ctx, edge) => {
		const id = args.params.id ?? "";
		await editDraft(ctx, id, (graph) => {
			const has = (node: string) => graph.nodes.some((one) => one.id === node);
			if (!has(edge.from) || !has(edge.to)) throw invalid("Somebody removed one of the steps. Nothing was connected.");
			return connect(graph, edge);
		});
		return { to: `/studio/${id}/nodes/${edge.from}`, flash: "The steps are connected." };
	});

export default function NewConnectionPage() {
	const { id, name, from, port, steps } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const back = `/studio/${id}/nodes/${from.id}`;
	return (
		<Page
			title="Connect with a step"
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
				{ label: from.name, href: back },
			]}
			width="narrow"
			search={null}
		>
			<Form discover="none" method="post" className="form">
				<ErrorSummary allErrors={errors} />
				<p>
					After “{from.name}”{port !== "next" && ` (${portLabel(port)})`} it goes on with the step you choose: to join
					ways, or to go back and do something again.
				</p>
				<input type="hidden" name="from" value={from.id} />
				<input type="hidden" name="port" value={port} />
				<Select
					label="Step"
					empty="Choose a step"
					errors={errors.to}
					inputProps={{ name: "to", required: true, defaultValue: String(typedOf(reply)?.to ?? "") }}
					options={steps.map((step) => ({ value: step.id, label: `${step.name} (${step.id})` }))}
				/>
				<FormActions>
					<SubmitButton>Connect steps</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Connect nothing
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
