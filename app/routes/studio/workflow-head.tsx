import { Form, Link } from "@remix-run/react";
import type { Workflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";

type Shown = Pick<Workflow, "id" | "name" | "isOn" | "published" | "hasChanged">;

/** The parts of one workflow. */
export function WorkflowTabs({
	id,
	current,
	canEdit,
}: {
	id: string;
	current: "steps" | "versions" | "settings";
	canEdit: boolean;
}) {
	const path = `/studio/${id}`;
	return (
		<Tabs
			label="Parts of the workflow"
			tabs={[
				{ label: "Steps", href: path, current: current === "steps" },
				{ label: "Canvas", href: `${path}/canvas` },
				{ label: "Versions", href: `${path}/versions`, current: current === "versions" },
				{ label: "Runs", href: `/runs?workflow=${id}` },
				{ label: "Figures", href: `${path}/figures` },
				{ label: "Try on earlier runs", href: `${path}/compare` },
				...(canEdit ? [{ label: "Settings", href: `${path}/settings`, current: current === "settings" }] : []),
			]}
		/>
	);
}

/** What can be done with the workflow as it is: turned on or off, run, published. */
export function WorkflowActs({ workflow, may }: { workflow: Shown; may: { edit: boolean; run: boolean } }) {
	const { id, isOn, published, hasChanged } = workflow;
	const path = `/studio/${id}`;
	return (
		<>
			{may.edit && published !== null && (
				<Form discover="none" method="post" action={`${path}/state`}>
					<SubmitButton tone="quiet" name="act" value={isOn ? "off" : "on"}>
						{isOn ? "Turn off" : "Turn on"}
					</SubmitButton>
				</Form>
			)}
			<ButtonLink to={`${path}/trial`} tone="quiet">
				Dry run
			</ButtonLink>
			{may.run && published !== null && <ButtonLink to={`${path}/start`}>Run</ButtonLink>}
			{may.edit && (
				<ButtonLink to={`${path}/publication`} tone={hasChanged ? "primary" : "plain"}>
					Publish
				</ButtonLink>
			)}
		</>
	);
}

/** How it stands: on or off, which version is followed, whether the draft is another, what keeps it from being published. */
export function WorkflowFacts({ workflow, graph, canEdit }: { workflow: Shown; graph: Problems; canEdit: boolean }) {
	const { id, isOn, published, hasChanged } = workflow;
	const path = `/studio/${id}`;
	return (
		<div className="stack">
			<DescriptionList
				facts={[
					{
						label: "State",
						value:
							published === null ? (
								<Status>Never published</Status>
							) : (
								<Status tone={isOn ? "good" : "neutral"}>{isOn ? "On" : "Off"}</Status>
							),
					},
					{
						label: "Version",
						value:
							published === null ? null : (
								<Link to={`${path}/versions/${published}`} discover="none">
									{published}
								</Link>
							),
					},
					{
						label: "Draft",
						value: published === null ? null : hasChanged ? "Changed since it was published" : "As published",
					},
					{
						label: "Problems",
						value:
							graph.errors + graph.warnings === 0 ? (
								"None"
							) : canEdit ? (
								<Link to={`${path}/publication`} discover="none">
									{problemWords(graph)}
								</Link>
							) : (
								problemWords(graph)
							),
					},
				]}
			/>
			{canEdit && (
				<div className="cluster">
					<ButtonLink to={`${path}/file`} small tone="quiet" icon="download" download>
						Export
					</ButtonLink>
					<Form discover="none" method="post" action={`${path}/state`}>
						<SubmitButton tone="quiet" small icon="copy" name="act" value="duplicate">
							Duplicate
						</SubmitButton>
					</Form>
				</div>
			)}
		</div>
	);
}

type Problems = { errors: number; warnings: number };

const problemWords = ({ errors, warnings }: Problems) =>
	[errors > 0 && `${errors} to mend`, warnings > 0 && `${warnings} worth a look`].filter(Boolean).join(", ");
