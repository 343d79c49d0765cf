import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Time } from "#app/ui/signs/time.tsx";

/** Workflows in the trash, each with the way back. */
export function Trashed({ rows }: { rows: readonly { id: string; name: string; deletedAt: string }[] }) {
	if (rows.length === 0) {
		return (
			<EmptyState
				icon="trash"
				title="The trash is empty"
				text="Workflows that were moved here are off. Their versions and runs are kept, and they can be brought back."
			/>
		);
	}
	return (
		<table className="table">
			<caption className="hidden-text">Workflows in the trash, the last deleted first</caption>
			<thead>
				<tr>
					<th scope="col">Workflow</th>
					<th scope="col">Deleted</th>
					<th scope="col" className="end">
						<span className="hidden-text">Bring back</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ id, name, deletedAt }) => (
					<tr key={id}>
						<th scope="row">{name}</th>
						<td>
							<Time at={deletedAt} />
						</td>
						<td className="end">
							<Form discover="none" method="post" action={`/studio/${id}/state`}>
								<SubmitButton tone="plain" small name="act" value="restore" aria-label={`Bring back ${name}`}>
									Bring back
								</SubmitButton>
							</Form>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
