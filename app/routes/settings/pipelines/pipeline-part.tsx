import { Form } from "@remix-run/react";
import type { Pipeline, PipelineStage } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { OUTCOME_LABELS } from "#app/domain/crm/pipelines/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { type Refused, refusedFor } from "./refused.ts";
import { StageFields } from "./stage-fields.tsx";

const ACTION = "/settings/pipelines";
type Props = { pipeline: Pipeline; refused: Refused | undefined };

/** A pipeline: its name, its stages in order, and a form for one more. */
export function PipelinePart({ pipeline, refused }: Props) {
	const { id, name, stages } = pipeline;
	const renamed = refusedFor(refused, { act: "rename", pipeline: id });
	const added = refusedFor(refused, { act: "save", pipeline: id });
	return (
		<Section title={name}>
			<details open={renamed !== undefined}>
				<summary>Rename</summary>
				<Form discover="none" method="post" action={ACTION} className="form">
					<Meant act="rename" pipeline={id} />
					<TextInput
						label="Name"
						{...(renamed?.errors.name ? { errors: renamed.errors.name } : {})}
						inputProps={{
							...{ name: "name", id: `name-${id}`, required: true, maxLength: 60 },
							defaultValue: renamed ? renamed.typed.name : name,
						}}
					/>
					<SubmitButton>Rename pipeline</SubmitButton>
				</Form>
			</details>
			<ol className="stage-list">
				{stages.map((stage, at) => (
					<li key={stage.id}>
						<StagePart pipeline={pipeline} stage={stage} at={at} refused={refused} />
					</li>
				))}
			</ol>
			<details open={added !== undefined}>
				<summary>Add a stage</summary>
				<Form discover="none" method="post" action={ACTION} className="form">
					<Meant act="save" pipeline={id} />
					<StageFields prefix={`new-${id}`} refused={added} />
					<SubmitButton>Add stage</SubmitButton>
				</Form>
			</details>
		</Section>
	);
}

type StageProps = Props & { stage: PipelineStage; at: number };

function StagePart({ pipeline: { id, stages }, stage, at, refused }: StageProps) {
	const saved = refusedFor(refused, { act: "save", pipeline: id, stage: stage.id });
	const removed = refusedFor(refused, { act: "remove", pipeline: id, stage: stage.id });
	const others = stages.filter((each) => each.id !== stage.id);
	return (
		<>
			<div className="cluster">
				<strong>{stage.name}</strong>
				<span className="muted">{aboutStage(stage)}</span>
				<Form discover="none" method="post" action={ACTION} className="cluster">
					<Meant pipeline={id} stage={stage.id} />
					{at > 0 && (
						<SubmitButton tone="quiet" small name="act" value="up" aria-label={`Move ${stage.name} up`} icon="arrow-up">
							Up
						</SubmitButton>
					)}
					{at < stages.length - 1 && (
						<SubmitButton
							{...{ tone: "quiet", small: true, name: "act", value: "down", icon: "arrow-down" }}
							aria-label={`Move ${stage.name} down`}
						>
							Down
						</SubmitButton>
					)}
				</Form>
			</div>
			<details open={saved !== undefined || removed !== undefined}>
				<summary aria-label={`Change ${stage.name}`}>Change</summary>
				<Form discover="none" method="post" action={ACTION} className="form">
					<Meant act="save" pipeline={id} stage={stage.id} />
					<StageFields prefix={stage.id} stage={stage} refused={saved} />
					<SubmitButton>Save stage</SubmitButton>
				</Form>
				<Form discover="none" method="post" action={ACTION} className="form">
					<Meant act="remove" pipeline={id} stage={stage.id} />
					{stage.used && (
						<Select
							label="Its deals go to"
							empty="Choose a stage"
							{...(removed?.errors.moveTo ? { errors: removed.errors.moveTo } : {})}
							inputProps={{
								...{ name: "moveTo", id: `move-${stage.id}`, required: true },
								defaultValue: removed?.typed.moveTo,
							}}
							options={others.map((each) => ({ value: each.id, label: each.name }))}
						/>
					)}
					<SubmitButton tone="danger">Remove {stage.name}</SubmitButton>
				</Form>
			</details>
		</>
	);
}

/** Says which pipeline and which stage a form is about. */
function Meant(meant: { act?: string; pipeline: string; stage?: string }) {
	return (
		<>
			{Object.entries(meant).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
		</>
	);
}

function aboutStage({ outcome, probability, most, ages }: PipelineStage): string {
	return [
		OUTCOME_LABELS[outcome],
		outcome === "open" && `${probability} % likely`,
		most && `at most ${most} ${most === 1 ? "deal" : "deals"}`,
		ages && `ageing after ${ages} ${ages === 1 ? "day" : "days"}`,
	]
		.filter(Boolean)
		.join(", ");
}
