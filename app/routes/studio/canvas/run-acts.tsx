import { Form } from "@remix-run/react";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import type { CanvasShown } from "./canvas-data.ts";

/**
 * A dry run of the draft as it stands, and buttons that begin a run of what is published and watch it here. What begins by itself needs something to begin with:
 * that is given on the page for it.
 */
export function RunActs({ shown: { workflow, graph, canEdit, canRun } }: { shown: CanvasShown }) {
	const { id, published, hasChanged } = workflow;
	const isByHand = graph.nodes.some(({ type }) => type === "manual");
	return (
		<>
			<ButtonLink to={`/studio/${id}/trial`}>Dry run</ButtonLink>
			{canRun && published !== null && isByHand && (
				<Form discover="none" method="post" action={`/studio/${id}/canvas/runs`} className="cluster">
					<SubmitButton name="act" value="run" tone="plain" icon="play" title={`Version ${published}`}>
						Run now
					</SubmitButton>
				</Form>
			)}
			{canRun && published !== null && !isByHand && (
				<ButtonLink to={`/studio/${id}/start`} icon="play">
					Run
				</ButtonLink>
			)}
			{canEdit && (
				<ButtonLink to={`/studio/${id}/publication`} tone={hasChanged ? "primary" : "plain"}>
					Publish
				</ButtonLink>
			)}
		</>
	);
}
