import { Link } from "@remix-run/react";
import type { RefObject } from "react";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { Button } from "#app/ui/forms/button.tsx";
import { AddressLink } from "../../address/address-link.tsx";
import type { DraftActs } from "../draft/use-acts.ts";
import type { Draft } from "../draft/use-draft.ts";
import type { TypeCards } from "../types.ts";
import { Connections } from "./connections.tsx";
import { StepSettings } from "./step-settings.tsx";
import { Trial } from "./trial.tsx";

type PanelProps = {
	workflow: { id: string; name: string; published: number | null };
	draft: Draft;
	types: TypeCards;
	problems: readonly GraphProblem[];
	chosen: readonly FlowNode[];
	acts: DraftActs;
	/** Chooses a step and leads the keys to its card. */
	show(id: string): void;
};

/** Beside the drawing: the chosen step's settings, acts on several, or what is wrong with the whole. */
export function DraftPanel({ panelRef, ...props }: PanelProps & { panelRef: RefObject<HTMLDivElement> }) {
	const [node, second] = props.chosen;
	return (
		<div className="canvas-panel" ref={panelRef}>
			{!node && <Overview {...props} />}
			{node && second && <Several {...props} />}
			{node && !second && <Step key={node.id} node={node} {...props} />}
		</div>
	);
}

function Overview({ problems, draft, show }: PanelProps) {
	const { nodes } = draft.graph;
	return (
		<>
			<h2>{nodes.length === 1 ? "1 step" : `${nodes.length} steps`}</h2>
			<p className="muted">Choose a step to set it up, or add one from the library.</p>
			<h3>Problems</h3>
			<ProblemList problems={problems} onShow={show} />
		</>
	);
}

function ProblemList({ problems, onShow }: { problems: readonly GraphProblem[]; onShow?: (id: string) => void }) {
	if (problems.length === 0) return <p className="muted">None: this can be published.</p>;
	return (
		<ul className="canvas-problem-list">
			{problems.map(({ level, message, node }, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: two problems may read alike, and none has a state of its own
				<li key={at} className={`tone-${level === "error" ? "bad" : "warn"}`}>
					{node && onShow ? (
						<button type="button" className="canvas-problem" onClick={() => onShow(node)}>
							{message}
						</button>
					) : (
						message
					)}
				</li>
			))}
		</ul>
	);
}

function Several({ chosen, acts }: PanelProps) {
	return (
		<>
			<h2>{chosen.length} steps chosen</h2>
			<div className="cluster">
				<Button icon="copy" onClick={acts.duplicate}>
					Duplicate {chosen.length} steps
				</Button>
				<Button icon="trash" tone="danger" onClick={acts.remove}>
					Delete {chosen.length} steps
				</Button>
			</div>
		</>
	);
}

function Step({ node, ...props }: PanelProps & { node: FlowNode }) {
	const { workflow, draft, types, problems, acts } = props;
	const type = types.get(node.type);
	const mine = problems.filter((problem) => problem.node === node.id);
	// Those of a setting stand at its field.
	const unplaced = mine.filter(({ setting }) => setting === undefined);
	return (
		<>
			<h2>{type?.label ?? node.type}</h2>
			<p className="muted">{type?.hint}</p>
			{unplaced.length > 0 && <ProblemList problems={unplaced} />}
			{type && <StepSettings node={node} type={type} draft={draft} problems={mine} />}
			{node.type === "on_webhook" && (
				<AddressLink path={`/studio/${workflow.id}`} isPublished={workflow.published !== null} />
			)}
			<p>
				<Link to={`/studio/${workflow.id}/nodes/${node.id}`} discover="none">
					More settings, and what expressions can read
				</Link>
			</p>
			<Connections node={node} {...props} />
			<Trial workflowId={workflow.id} node={node.id} graph={draft.graph} sample={draft.checked.sample} />
			<div className="cluster">
				<Button small icon="copy" onClick={acts.duplicate}>
					Duplicate step
				</Button>
				<Button small icon="trash" tone="danger" onClick={acts.remove}>
					Delete step
				</Button>
			</div>
		</>
	);
}
