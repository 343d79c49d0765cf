import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { withNames } from "#app/domain/workflows/reading/named-ids.ts";
import { indexGraph } from "#app/domain/workflows/rules/graph.ts";
import { type Tried, tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf } from "#app/routes/crm/records/typed.ts";
import { jsonObject, jsonValue, subjectOf } from "#app/routes/studio/json-text.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Try a step · Perigee" }];

const asText = (value: unknown) => JSON.stringify(value, null, 2);

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", async (ctx) => {
		const { id, name, draft } = await getWorkflow(ctx, args.params.id ?? "");
		const node = draft.nodes.find((one) => one.id === args.params.node);
		if (!node) throw notFound("step");
		const { data } = await tryNode(ctx, draft, node.id);
		const index = indexGraph(draft);
		const inLoop = draft.nodes.some((one) => one.type === "for_each" && index.reachesBy(one.id, "each", node.id));
		const earlier = Object.entries(data.steps).filter(([one]) => index.reaches(one, node.id));
		return {
			...{ id, name, node: { id: node.id, name: node.name } },
			sample: { trigger: asText(data.trigger), steps: asText(Object.fromEntries(earlier)), item: inLoop ? "{}" : "" },
			inLoop,
		};
	});

const text = z.string().max(262_144).default("");
const Sample = z.object({ trigger: text, steps: text, item: text });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.view", schema: Sample }, async (ctx, typed) => {
		const { draft } = await getWorkflow(ctx, args.params.id ?? "");
		const trigger = jsonObject(typed.trigger, "trigger");
		const item = jsonValue(typed.item, "item");
		const tried = await tryNode(ctx, draft, args.params.node ?? "", {
			...{ trigger, steps: jsonObject(typed.steps, "steps"), subject: subjectOf(trigger) },
			...(item === undefined ? {} : { item, index: 0 }),
		});
		return { show: { tried: await withNames(ctx, tried), typed } };
	});

export default function NodeTrialPage() {
	const { id, name, node, sample, inLoop } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const typed = (reply?.detail?.typed ?? reply?.result.initialValue) as Record<string, string> | undefined;
	const tried = reply?.detail?.tried as Tried | undefined;
	const back = `/studio/${id}/nodes/${node.id}`;
	const area = (field: "trigger" | "steps" | "item", rows: number) => ({
		...{
			name: field,
			rows,
			spellCheck: false,
			"data-code": true,
			defaultValue: typed ? (typed[field] ?? "") : sample[field],
		},
	});
	return (
		<Page
			title={`Try ${node.name}`}
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
				{ label: node.name, href: back },
			]}
			width="narrow"
			search={null}
		>
			{tried && <Outcome tried={tried} />}
			<Form discover="none" method="post" className="form" data-unsaved>
				<ErrorSummary allErrors={errors} />
				<p className="muted">
					The step as it is saved in the draft, on the values below. Nothing is sent, written or asked: it says what it
					would do.
				</p>
				<TextArea label="What began the run (trigger)" errors={errors.trigger} inputProps={area("trigger", 8)} />
				<TextArea label="What earlier steps made (steps)" errors={errors.steps} inputProps={area("steps", 8)} />
				{inLoop && <TextArea label="Item of the loop (item)" errors={errors.item} inputProps={area("item", 2)} />}
				<FormActions>
					<SubmitButton>Try step</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Back to the step
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

function Outcome({ tried: { problem, effect, port, input, output } }: { tried: Tried }) {
	return (
		<Section title="What came of it">
			<div className="stack" role="status">
				{problem ? (
					<Notice tone="bad" title="It would fail.">
						{problem}
					</Notice>
				) : (
					<Notice tone="good" title={effect ?? "It was worked out."}>
						{port && ` It goes on by: ${portLabel(port)}.`}
					</Notice>
				)}
				{input !== null && <Json label="It was given" value={input} />}
				{!problem && output !== null && <Json label="It makes" value={output} />}
			</div>
		</Section>
	);
}

function Json({ label, value }: { label: string; value: unknown }) {
	return (
		<figure className="flow-json">
			<figcaption>{label}</figcaption>
			<pre>{asText(value)}</pre>
		</figure>
	);
}
