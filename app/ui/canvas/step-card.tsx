import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { classNames } from "#app/ui/class-names.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { Card, Port } from "./drawing.ts";

/** What React Flow keeps of a card beside its place. */
export type CardData = Card & Record<string, unknown>;
export type CardNode = Node<CardData, "card">;

/** One step: what it is called, what it does, what is wrong with it, how it stands in a run, and its ways out. */
export const StepCard = memo(function StepCard({ data, selected, isConnectable }: NodeProps<CardNode>) {
	const { title, kind, line, icon, ports, isStart, problems, mark } = data;
	const [only] = ports;
	return (
		<div className={classNames("canvas-card", selected && "is-selected", mark && `tone-${mark.tone} is-marked`)}>
			{!isStart && <Handle type="target" position={Position.Left} id="in" isConnectable={isConnectable} />}
			<div className="canvas-card-head">
				<span className="canvas-card-icon">
					<Icon name={icon} />
				</span>
				<div className="canvas-card-title">
					<strong>{title}</strong>
					<small>{kind}</small>
				</div>
				<Problems problems={problems} />
			</div>
			<div className="canvas-card-line">{mark ? <b>{mark.label}</b> : line}</div>
			{ports.length === 1 && only && (
				<Handle type="source" position={Position.Right} id={only.id} isConnectable={isConnectable} />
			)}
			{ports.length > 1 && (
				<ul className="canvas-ports">
					{ports.map((port) => (
						<PortLine key={port.id} port={port} isConnectable={isConnectable} />
					))}
				</ul>
			)}
		</div>
	);
});

function PortLine({ port, isConnectable }: { port: Port; isConnectable: boolean }) {
	return (
		<li className="canvas-port">
			{port.label}
			<Handle type="source" position={Position.Right} id={port.id} isConnectable={isConnectable} />
		</li>
	);
}

function Problems({ problems }: Pick<Card, "problems">) {
	if (problems.length === 0) return null;
	const tone = problems.some(({ level }) => level === "error") ? "bad" : "warn";
	return (
		<span className={`canvas-problems tone-${tone}`} title={problems.map(({ message }) => message).join("\n")}>
			<Icon name={tone === "bad" ? "error" : "alert"} />
			<span className="hidden-text">Problems: </span>
			{problems.length}
		</span>
	);
}
