import { LIFECYCLE_LABELS, type Lifecycle } from "#app/domain/crm/accounts/schema.ts";
import { CONTACT_STAGE_LABELS, type ContactStage } from "#app/domain/crm/contacts/schema.ts";
import { PROJECT_STATE_LABELS, type ProjectState } from "#app/domain/crm/projects/schema.ts";
import type { RecordView } from "#app/domain/crm/records/record-queries.ts";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";

/** How a record stands, in a word with its mark: a person's stage, a deal's, a project's state. */
export function RecordStatus({ record: { type, values, names, told } }: { record: RecordView }) {
	if (type === "deal") return <StageStatus name={names.stageId ?? ""} outcome={String(told.outcome)} />;
	if (type === "project") return <ProjectStatus state={values.state as ProjectState} />;
	const stage = String(type === "contact" ? values.stage : values.lifecycle);
	const label = type === "contact" ? CONTACT_STAGE_LABELS[stage as ContactStage] : LIFECYCLE_LABELS[stage as Lifecycle];
	return <Status tone={STAGE_TONES[stage] ?? "neutral"}>{label}</Status>;
}

const STAGE_TONES: Readonly<Record<string, Tone>> = { lead: "info", prospect: "info", customer: "good" };

export function StageStatus({ name, outcome }: { name: string; outcome: string }) {
	const tone = outcome === "won" ? "good" : outcome === "lost" ? "neutral" : "info";
	return <Status tone={tone}>{name}</Status>;
}

const PROJECT_TONES: Readonly<Record<ProjectState, Tone>> = {
	planned: "neutral",
	active: "info",
	paused: "warn",
	done: "good",
	cancelled: "neutral",
};

export function ProjectStatus({ state }: { state: ProjectState }) {
	return <Status tone={PROJECT_TONES[state]}>{PROJECT_STATE_LABELS[state]}</Status>;
}
