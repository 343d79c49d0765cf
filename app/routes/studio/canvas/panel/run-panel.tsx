import { Link } from "@remix-run/react";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { RUN_STATE_LABELS } from "#app/domain/workflows/schema.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import type { CanvasShown } from "../canvas-data.ts";
import { markOf } from "../cards/marks.ts";
import type { TypeCards } from "../types.ts";

type Run = NonNullable<CanvasShown["run"]>;
type Props = {
	workflow: { id: string };
	run: Run | null;
	types: TypeCards;
	nodes: readonly FlowNode[];
	chosen: readonly FlowNode[];
};

/** Beside a drawing that is only looked at: how the run stands, or one step of it. */
export function RunPanel({ workflow, run, types, nodes, chosen }: Props) {
	const [node] = chosen;
	return (
		<div className="canvas-panel">
			{node && <Step node={node} types={types} run={run} />}
			{!node && run && <Whole run={run} nodes={nodes} />}
			{!node && !run && <p className="muted">Choose a step to read what it does.</p>}
			{run && (
				<div className="cluster">
					<ButtonLink to={`/runs/${run.id}`}>The run, step by step</ButtonLink>
					<ButtonLink to={`/studio/${workflow.id}/canvas`} tone="quiet">
						Back to the draft
					</ButtonLink>
				</div>
			)}
		</div>
	);
}

function Whole({ run, nodes }: { run: Run; nodes: readonly FlowNode[] }) {
	const failed = nodes.find(({ id }) => id === run.errorNode);
	return (
		<>
			<h2>{RUN_STATE_LABELS[run.state]}</h2>
			{run.error ? (
				<Failure
					run={run}
					node={run.errorNode}
					title={failed ? `“${failed.name}” failed.` : "It failed."}
					error={run.error}
				/>
			) : (
				<p className="muted">Choose a step to read how it went. What is done lights up by itself.</p>
			)}
		</>
	);
}

function Step({ node, types, run }: { node: FlowNode; types: TypeCards; run: Run | null }) {
	const type = types.get(node.type);
	const marks = run?.nodes[node.id];
	const mark = marks && markOf(marks);
	return (
		<>
			<h2>{node.name}</h2>
			<p className="muted">
				{type?.label}. {type?.hint}
			</p>
			{run && <p>{mark ? <Status tone={mark.tone}>{mark.label}</Status> : "Not reached."}</p>}
			{run && marks?.error && <Failure run={run} node={node.id} title="It failed." error={marks.error} />}
		</>
	);
}

function Failure({ run, node, title, error }: { run: Run; node?: string | null; title: string; error: string }) {
	return (
		<Notice tone="bad" title={title}>
			{error}{" "}
			<Link to={`/runs/${run.id}/replay${node ? `?from=${node}` : ""}`} discover="none">
				Correct and replay from here
			</Link>
		</Notice>
	);
}
