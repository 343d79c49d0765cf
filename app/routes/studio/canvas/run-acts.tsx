import { Form } from "@remix-run/react";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import type { CanvasShown } from "./canvas-data.ts";

/**
 * Buttons that begin a run of what is published and watch it here. What begins by itself needs something to begin with:
 * that is given on the page for it.
 */
export function RunActs({ shown: { workflow, graph, canEdit, canRun } }: { shown: CanvasShown }) {
	const { id, published, hasChanged } = workflow;
	const isByHand = graph.nodes.some(({ type }) => type === "manual");
	return (
		<>
			{canRun && published !== null && (
				<Form discover="none" method="post" action={`/studio/${id}/canvas/runs`} className="cluster">
					<SubmitButton
						name="act"
						value="dry"
						tone="plain"
						title={`Version ${published} on sample data: nothing leaves`}
					>
						Dry run
					</SubmitButton>
					{isByHand ? (
						<SubmitButton name="act" value="run" tone="plain" icon="play">
							Run now
						</SubmitButton>
					) : (
						<ButtonLink to={`/studio/${id}/start`} icon="play">
							Run
						</ButtonLink>
					)}
				</Form>
			)}
			{canEdit && (
				<ButtonLink to={`/studio/${id}/publication`} tone={hasChanged ? "primary" : "plain"}>
					Publish
				</ButtonLink>
			)}
		</>
	);
}
