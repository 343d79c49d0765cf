import { Link } from "@remix-run/react";
import type { WorkflowRow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

/** A row: `begins` says in words what begins it. */
export type ShownWorkflow = Omit<WorkflowRow, "trigger"> & { begins: string };

/** The workflows with how they do: what is off or never published stands quieter, failures stand out. */
export function WorkflowTable({ rows }: { rows: readonly ShownWorkflow[] }) {
	return (
		<Table
			caption="Workflows by name"
			rows={rows}
			rowKey={(row) => row.id}
			name={{
				label: "Workflow",
				name: (row) => row.name,
				href: (row) => `/studio/${row.id}`,
				note: (row) => row.begins,
			}}
			columns={[
				{
					id: "state",
					label: "State",
					cell: (row) =>
						row.published === null ? (
							<Status>Draft</Status>
						) : (
							<Status tone={row.isOn ? "good" : "neutral"}>{row.isOn ? "On" : "Off"}</Status>
						),
				},
				{ id: "version", label: "Version", end: true, phone: false, cell: (row) => row.published ?? "" },
				{
					id: "runs",
					label: "Runs in 30 days",
					end: true,
					named: true,
					cell: (row) => <Runs row={row} />,
				},
				{ id: "rate", label: "Succeeded", end: true, named: true, cell: (row) => rateWords(row) },
				{ id: "failure", label: "Last failure", phone: false, cell: (row) => <LastFailure row={row} /> },
			]}
		/>
	);
}

function Runs({ row: { id, figures } }: { row: ShownWorkflow }) {
	if (figures.runs === 0) return <span className="muted">None</span>;
	return (
		<Link to={`/runs?workflow=${id}`} discover="none">
			{figures.runs.toLocaleString("en")}
			{figures.isOver && "+"}
		</Link>
	);
}

/** Of the runs that came to an end by themselves; those under way and those that were cancelled count neither way. */
function rateWords({ figures: { succeeded, failed } }: ShownWorkflow): string {
	const ended = succeeded + failed;
	return ended === 0 ? "" : `${Math.floor((succeeded / ended) * 100)}%`;
}

function LastFailure({ row: { figures } }: { row: ShownWorkflow }) {
	const { lastFailure } = figures;
	if (!lastFailure) return null;
	return (
		<>
			<Link to={`/runs/${lastFailure.runId}`} discover="none" title={lastFailure.error ?? undefined}>
				<Time at={lastFailure.at} />
			</Link>
			{lastFailure.error && <small className="one-line muted">{lastFailure.error}</small>}
		</>
	);
}
