import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { plainStep, plainTrigger } from "#app/domain/workflows/drawing/step-words.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { createFromTemplate } from "#app/domain/workflows/templates/create-from-template.ts";
import {
	type FlowTemplate,
	TEMPLATE_AREA_LABELS,
	TEMPLATE_AREAS,
} from "#app/domain/workflows/templates/flow-template.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch } from "#app/ui/lists/empty.tsx";

export const meta = () => [{ title: "Ready workflows · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const q = (new URL(args.request.url).searchParams.get("q") ?? "").slice(0, 200);
		const words = q.toLowerCase().split(/\s+/).filter(Boolean);
		const fits = ({ name, summary, area }: FlowTemplate) => {
			const text = `${name} ${summary} ${TEMPLATE_AREA_LABELS[area]}`.toLowerCase();
			return words.every((word) => text.includes(word));
		};
		const found = TEMPLATES.filter(fits).map(shown);
		const areas = TEMPLATE_AREAS.map((area) => ({
			...{ area, label: TEMPLATE_AREA_LABELS[area] },
			templates: found.filter((template) => template.area === area),
		}));
		return {
			q,
			areas: areas.filter(({ templates }) => templates.length > 0),
			canEdit: can(ctx.actor, "workflows.edit"),
		};
	});

function shown({ id, area, name, summary, graph }: FlowTemplate) {
	const trigger = graph.nodes.find(({ type }) => nodeTypes().get(type)?.isTrigger) ?? null;
	const steps = graph.nodes.filter((node) => node !== trigger);
	return {
		...{ id, area, name, summary, begins: plainTrigger(trigger) },
		steps: steps.map((node) => ({ id: node.id, name: node.name, words: plainStep(node) })),
	};
}

export const action = (args: ActionFunctionArgs) =>
	form(
		args,
		{ permission: "workflows.edit", schema: z.object({ template: z.string().max(80) }) },
		async (ctx, input) => {
			const { id } = await createFromTemplate(ctx, input.template);
			return { to: `/studio/${id}`, flash: "The workflow is added as a draft. Look it over, then publish it." };
		},
	);

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["areas"][number]["templates"][number];

export default function TemplatesPage() {
	const { q, areas, canEdit } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Ready workflows"
			crumbs={[{ label: "Studio", href: "/studio" }]}
			search={{ action: "/studio/templates", value: q, label: "Search ready workflows" }}
			above={
				<Tabs
					label="Workflows"
					tabs={[
						{ label: "Workflows", href: "/studio" },
						{ label: "Templates", href: "/studio/templates", current: true },
						...(canEdit ? [{ label: "Trash", href: "/studio?view=trash" }] : []),
					]}
				/>
			}
		>
			{areas.length === 0 && <EmptySearch asked={q} clear="/studio/templates" />}
			{areas.map(({ area, label, templates }) => (
				<Section key={area} id={area} title={label}>
					<ul className="flow-templates">
						{templates.map((template) => (
							<Template key={template.id} template={template} canEdit={canEdit} />
						))}
					</ul>
				</Section>
			))}
		</Page>
	);
}

function Template({ template: { id, name, summary, begins, steps }, canEdit }: { template: Shown; canEdit: boolean }) {
	return (
		<li className="flow-template">
			<h3>{name}</h3>
			<p>{summary}</p>
			<p className="muted">{begins}.</p>
			<details>
				<summary>
					{steps.length} {steps.length === 1 ? "step" : "steps"}
				</summary>
				<ul>
					{steps.map((step) => (
						<li key={step.id}>
							{step.name} <span className="muted">{step.words}</span>
						</li>
					))}
				</ul>
			</details>
			{canEdit && (
				<Form discover="none" method="post">
					<SubmitButton tone="plain" small name="template" value={id} aria-label={`Use this workflow: ${name}`}>
						Use this workflow
					</SubmitButton>
				</Form>
			)}
		</li>
	);
}
