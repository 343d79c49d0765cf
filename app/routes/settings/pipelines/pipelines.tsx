import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { listPipelines, type Pipeline, type PipelineStage } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { savePipeline } from "#app/domain/crm/pipelines/save-pipeline.ts";
import { OUTCOME_LABELS, PipelineName } from "#app/domain/crm/pipelines/schema.ts";
import { page } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Pipelines · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "pipelines.edit", async (ctx) => ({ pipelines: await listPipelines(ctx) }));

/** Adds a pipeline. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(
		args,
		{ permission: "pipelines.edit", schema: PipelineName, to: "/settings/pipelines" },
		async (ctx, { name }) => {
			await savePipeline(ctx, { name });
			return `The pipeline ${name} is added, with three stages to begin with.`;
		},
	);

export default function Pipelines() {
	const { pipelines } = useLoaderData<typeof loader>();
	return (
		<Page title="Pipelines" crumbs={[{ label: "Settings", href: "/settings" }]} width="wide">
			<p className="muted">
				A deal stands in a stage, and the stage says how likely it is won. New deals begin in the first open stage.
			</p>
			{pipelines.map((pipeline) => (
				<PipelinePart key={pipeline.id} pipeline={pipeline} />
			))}
			<Section title="Add a pipeline">
				<Form discover="none" method="post" action="/settings/pipelines" className="form">
					<TextInput label="Name" inputProps={{ name: "name", id: "new-pipeline", required: true, maxLength: 60 }} />
					<SubmitButton tone="plain">Add pipeline</SubmitButton>
				</Form>
			</Section>
		</Page>
	);
}

function PipelinePart({ pipeline }: { pipeline: Pipeline }) {
	const { id, name, stages } = pipeline;
	return (
		<Section title={name}>
			<details>
				<summary>Rename</summary>
				<Form discover="none" method="post" action={`/settings/pipelines/${id}`} className="form">
					<input type="hidden" name="act" value="rename" />
					<TextInput
						label="Name"
						inputProps={{ name: "name", id: `name-${id}`, defaultValue: name, required: true, maxLength: 60 }}
					/>
					<SubmitButton>Rename pipeline</SubmitButton>
				</Form>
			</details>
			<ol className="stage-list">
				{stages.map((stage, at) => (
					<li key={stage.id}>
						<StagePart pipeline={pipeline} stage={stage} at={at} />
					</li>
				))}
			</ol>
			<details>
				<summary>Add a stage</summary>
				<Form discover="none" method="post" action={`/settings/pipelines/${id}`} className="form">
					<input type="hidden" name="act" value="save" />
					<StageFields prefix={`new-${id}`} />
					<SubmitButton>Add stage</SubmitButton>
				</Form>
			</details>
		</Section>
	);
}

function StagePart({ pipeline: { id, stages }, stage, at }: { pipeline: Pipeline; stage: PipelineStage; at: number }) {
	const action = `/settings/pipelines/${id}`;
	const others = stages.filter((each) => each.id !== stage.id);
	return (
		<>
			<div className="cluster">
				<strong>{stage.name}</strong>
				<span className="muted">{aboutStage(stage)}</span>
				<Form discover="none" method="post" action={action} className="cluster">
					<input type="hidden" name="stage" value={stage.id} />
					{at > 0 && (
						<SubmitButton tone="quiet" small name="act" value="up" aria-label={`Move ${stage.name} up`} icon="arrow-up">
							Up
						</SubmitButton>
					)}
					{at < stages.length - 1 && (
						<SubmitButton
							tone="quiet"
							small
							name="act"
							value="down"
							aria-label={`Move ${stage.name} down`}
							icon="arrow-down"
						>
							Down
						</SubmitButton>
					)}
				</Form>
			</div>
			<details>
				<summary aria-label={`Change ${stage.name}`}>Change</summary>
				<Form discover="none" method="post" action={action} className="form">
					<input type="hidden" name="act" value="save" />
					<input type="hidden" name="stage" value={stage.id} />
					<StageFields prefix={stage.id} stage={stage} />
					<SubmitButton>Save stage</SubmitButton>
				</Form>
				<Form discover="none" method="post" action={action} className="form">
					<input type="hidden" name="act" value="remove" />
					<input type="hidden" name="stage" value={stage.id} />
					{stage.used && (
						<Select
							label="Its deals go to"
							empty="Choose a stage"
							inputProps={{ name: "moveTo", id: `move-${stage.id}`, required: true }}
							options={others.map((each) => ({ value: each.id, label: each.name }))}
						/>
					)}
					<SubmitButton tone="danger">Remove {stage.name}</SubmitButton>
				</Form>
			</details>
		</>
	);
}

function aboutStage({ outcome, probability, most, ages }: PipelineStage): string {
	return [
		OUTCOME_LABELS[outcome],
		outcome === "open" && `${probability} % likely`,
		most && `at most ${most} deals`,
		ages && `ageing after ${ages} days`,
	]
		.filter(Boolean)
		.join(", ");
}

function StageFields({ prefix, stage }: { prefix: string; stage?: PipelineStage }) {
	const of = (name: string, value: string | number | null | undefined) => ({
		...{ name, id: `${prefix}-${name}` },
		defaultValue: value ?? undefined,
	});
	return (
		<>
			<TextInput label="Name" inputProps={{ ...of("name", stage?.name), required: true, maxLength: 60 }} />
			<Select
				label="Being in it means"
				inputProps={of("outcome", stage?.outcome ?? "open")}
				options={Object.entries(OUTCOME_LABELS).map(([value, label]) => ({ value, label }))}
			/>
			<TextInput
				label="Chance of being won, in per cent"
				inputProps={{ ...of("probability", stage?.probability ?? 0), type: "number", min: 0, max: 100 }}
			/>
			<TextInput
				label="Most deals at once"
				optional
				inputProps={{ ...of("most", stage?.most), type: "number", min: 1 }}
			/>
			<TextInput
				label="Ageing after days"
				optional
				inputProps={{ ...of("ages", stage?.ages), type: "number", min: 1 }}
			/>
		</>
	);
}
