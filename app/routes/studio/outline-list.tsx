import { cutDeep } from "#app/domain/workflows/drawing/cut-deep.ts";
import type { OutlineItem, OutlineWay } from "#app/domain/workflows/drawing/outline.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { ShownGraph, ShownStep } from "./workflow-data.ts";

/** Where the steps' pages are, the graph, and whether the reader may change it; `path` null: nothing is linked. */
type Around = { path: string | null; graph: ShownGraph; canEdit: boolean; depth?: number };

/** As many ways stand below each other; what turns off lower has a list of its own. */
const DEEPEST = 12;

/**
 * A workflow as a list of its steps from the trigger on: ways that turn off stand under their step. Links are plain, there
 * may be hundreds.
 */
export function OutlineList(around: Around) {
	const { graph, path, canEdit } = around;
	const { items, deep } = cutDeep(graph.outline.items, DEEPEST);
	const loose = graph.outline.loose.map((list) => cutDeep(list, DEEPEST));
	return (
		<div className="flow" data-links>
			<Steps items={items} around={around} />
			{[...deep, ...loose.flatMap((list) => list.deep)].map(({ id, port, items }) => (
				<section key={`${id} ${port} ${items[0]?.id}`} className="flow-loose">
					<h2>
						From step {graph.outline.numbers[id]}, {portLabel(port)}
					</h2>
					<Steps items={items} around={around} />
				</section>
			))}
			{loose.length > 0 && (
				<section className="flow-loose" aria-labelledby="loose">
					<h2 id="loose">Nothing leads here</h2>
					<p className="muted">These steps are never done. Connect them with a step above, or remove them.</p>
					{loose.map(({ items }, at) => (
						<Steps key={items[0]?.id ?? at} items={items} around={around} />
					))}
				</section>
			)}
			{canEdit && path && graph.hasTrigger && items.length > 0 && (
				<a className="flow-add" href={`${path}/steps/new`}>
					<Icon name="plus" /> Add a step that nothing leads to yet
				</a>
			)}
		</div>
	);
}

function Steps({ items, around }: { items: readonly OutlineItem[]; around: Around }) {
	return (
		<ol className="flow-steps">
			{items.map((item) =>
				item.kind === "step" ? (
					<Step key={item.id} item={item} around={around} />
				) : (
					<li key={`to ${item.id}`} className="flow-goto">
						<Icon name={item.isBack ? "arrow-up" : "arrow-down"} /> {item.isBack ? "Goes back to" : "Goes on with"}{" "}
						<a href={`#step-${item.id}`}>
							{around.graph.outline.numbers[item.id]}. {around.graph.steps[item.id]?.name}
						</a>
					</li>
				),
			)}
		</ol>
	);
}

function Step({ item, around }: { item: OutlineItem & { kind: "step" }; around: Around }) {
	const { path, graph, canEdit } = around;
	const step = graph.steps[item.id]!;
	const turned = new Set(item.ways.map(({ port }) => port));
	const mayAdd = canEdit && path !== null;
	// Ways that nothing hangs on. The main one, which goes on below, is none of them.
	const open = step.ports.filter((port) => !turned.has(port) && port !== "next" && port !== "done");
	const add = (port: string) => `${path}/steps/new?after=${item.id}&port=${encodeURIComponent(port)}`;
	const main = step.ports.find((port) => (port === "next" || port === "done") && !turned.has(port));
	return (
		<li id={`step-${item.id}`} className="flow-step">
			<div className="flow-line">
				<span className="flow-number">{item.number}</span>
				<div>
					{path ? <a href={`${path}/nodes/${item.id}`}>{step.name}</a> : <strong>{step.name}</strong>}
					<p>
						{step.words} {step.code && <code>{step.code}</code>}
					</p>
					<Problems step={step} />
				</div>
			</div>
			{item.ways.map((way) => (
				<Way
					key={way.port}
					way={way}
					around={around}
					isGone={way.port !== "error" && !step.ports.includes(way.port)}
					add={mayAdd ? add(way.port) : null}
				/>
			))}
			{open.length > 0 && (
				<p className="flow-open">
					{open.map((port) => (
						<span key={port}>
							<b>{portLabel(port)}</b> it ends{" "}
							{mayAdd && (
								<a href={add(port)} aria-label={`Add step: ${portLabel(port)}, after ${step.name}`}>
									Add step
								</a>
							)}
						</span>
					))}
				</p>
			)}
			{mayAdd && main && (
				<a className="flow-add" href={add(main)} aria-label={`Add step after ${step.name}`}>
					<Icon name="plus" /> Add step
				</a>
			)}
		</li>
	);
}

/** Deep ways move less to the right, and then no more: there would be no room for words. */
const [CLOSE, FLAT] = [3, 7];

function Way({ way, around, isGone, add }: { way: OutlineWay; around: Around; isGone: boolean; add: string | null }) {
	const label = portLabel(way.port);
	const { depth = 0 } = around;
	return (
		<div className={`flow-way ${depth < CLOSE ? "" : depth < FLAT ? "flow-close" : "flow-flat"}`.trim()}>
			<p className="flow-port">
				{label}
				{way.lists.length > 1 && <span className="muted"> ({way.lists.length} ways at the same time)</span>}
				{isGone && <span className="flow-problem"> This way does not exist any more.</span>}
				{add && !isGone && (
					<a href={add} className="flow-here" aria-label={`Add step here: ${label}`}>
						Add step here
					</a>
				)}
			</p>
			{way.lists.map((list, at) => (
				<Steps key={list[0]?.id ?? at} items={list} around={{ ...around, depth: depth + 1 }} />
			))}
		</div>
	);
}

function Problems({ step: { problems = [] } }: { step: ShownStep }) {
	return problems.map(({ level, message }) => (
		<p key={message} className={level === "error" ? "flow-problem" : "flow-warning"}>
			<Icon name={level === "error" ? "error" : "alert"} /> {message}
		</p>
	));
}
