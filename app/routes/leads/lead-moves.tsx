import { Form } from "@remix-run/react";
import { type LeadState, leadMovesFrom } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

/** The states a member may move the lead to, each a button; losing it asks why. */
export function LeadMoves({ id, state }: { id: string; state: LeadState }) {
	const moves = leadMovesFrom(state);
	return (
		<section className="stack" aria-label="Move this lead">
			<Form discover="none" method="post" action={`/leads/${id}/state`} className="cluster">
				{moves
					.filter((to) => to !== "lost")
					.map((to) => (
						<SubmitButton key={to} tone="plain" small name="to" value={to}>
							Mark as {LEAD_STATE_LABELS[to].toLowerCase()}
						</SubmitButton>
					))}
			</Form>
			{moves.includes("lost") && (
				<details>
					<summary className="btn btn-small">Mark as lost</summary>
					<Form discover="none" method="post" action={`/leads/${id}/state`} className="form">
						<TextInput
							label="Why it was lost"
							optional
							inputProps={{ name: "lostReason", maxLength: 300, type: "text" }}
						/>
						<SubmitButton tone="danger" small name="to" value="lost">
							Mark as lost
						</SubmitButton>
					</Form>
				</details>
			)}
		</section>
	);
}
