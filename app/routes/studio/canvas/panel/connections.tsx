import { useState } from "react";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { connect, disconnect } from "#app/domain/workflows/rules/edit-graph.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { Button, IconButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { portsOf } from "../draft/checks.ts";
import type { Draft } from "../draft/use-draft.ts";
import type { TypeCards } from "../types.ts";

/** The field that the key `c` leads to. */
export const CONNECT_ID = "canvas-connect";

type Props = { node: FlowNode; draft: Draft; types: TypeCards; show(id: string): void };

/** Where a step leads: each connection with a way to take it away, and a form to add one without a mouse. */
export function Connections({ node, draft, types, show }: Props) {
	const { graph, checked } = draft;
	const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
	const leaving = graph.edges.filter(({ from }) => from === node.id);
	return (
		<section aria-label="Connections">
			<h3>Leads to</h3>
			{leaving.length === 0 && <p className="muted">Nothing yet: its way ends here.</p>}
			<ul className="canvas-connections">
				{leaving.map((edge) => (
					<li key={`${edge.port} ${edge.to}`}>
						<span className="muted">{portLabel(edge.port)}</span>
						<button type="button" className="canvas-problem" onClick={() => show(edge.to)}>
							{names.get(edge.to) ?? edge.to}
						</button>
						<IconButton
							label={`Disconnect from ${names.get(edge.to) ?? edge.to}`}
							icon="close"
							onClick={() => draft.edit((now) => disconnect(now, edge))}
						/>
					</li>
				))}
			</ul>
			<AddConnection ports={portsOf(node, types, checked)} {...{ node, draft, types, show }} />
		</section>
	);
}

function AddConnection({ node, ports, draft, types, show }: Props & { ports: readonly string[] }) {
	const isFree = (port: string) => !draft.graph.edges.some((edge) => edge.from === node.id && edge.port === port);
	const [port, setPort] = useState("");
	const [to, setTo] = useState("");
	const by = port || (ports.find(isFree) ?? ports[0] ?? "");
	const targets = draft.graph.nodes.filter(({ id, type }) => id !== node.id && !types.get(type)?.isTrigger);
	if (ports.length === 0) return <p className="muted">This step ends its way.</p>;
	const add = () => {
		if (!to || !by) return;
		draft.edit((now) => connect(now, { from: node.id, port: by, to }));
		setTo("");
		setPort("");
		// The button rests until another step is chosen, and what rests loses the keys: they go back to the card.
		show(node.id);
	};
	return (
		<form
			className="canvas-connect"
			onSubmit={(event) => {
				event.preventDefault();
				add();
			}}
		>
			<Select
				label="Connect to"
				empty="Choose a step"
				options={targets.map(({ id, name }) => ({ value: id, label: name }))}
				inputProps={{ id: CONNECT_ID, value: to, onChange: ({ target }) => setTo(target.value) }}
			/>
			{ports.length > 1 && (
				<Select
					label="By"
					options={ports.map((value) => ({ value, label: portLabel(value) }))}
					inputProps={{ id: "canvas-connect-by", value: by, onChange: ({ target }) => setPort(target.value) }}
				/>
			)}
			<Button small icon="link" onClick={add} disabled={!to}>
				Connect steps
			</Button>
		</form>
	);
}
