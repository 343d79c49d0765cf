import { useId, useState } from "react";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Tried } from "#app/domain/workflows/trying/try-node.ts";
import { Button } from "#app/ui/forms/button.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { failureOf, postFields } from "../draft/send-draft.ts";

type Result = { tried: Tried } | { failure: string };

/** `sample`: what a run could begin with, as JSON. */
type TrialProps = { workflowId: string; node: string; graph: Graph; sample: string };

/** What one typed last as a workflow's sample, kept for this tab over its steps and pages; until then the sample. */
function useKeptSample(workflowId: string, sample: string): [string, (text: string) => void] {
	const key = `perigee-sample-${workflowId}`;
	const [typed, setTyped] = useState(() => {
		try {
			return sessionStorage.getItem(key);
		} catch {
			return null;
		}
	});
	const keep = (text: string) => {
		setTyped(text);
		try {
			sessionStorage.setItem(key, text);
		} catch {
			// A browser that keeps nothing: it is there until one leaves.
		}
	};
	return [typed ?? sample, keep];
}

/** Tries a step as it is drawn on sample data, saved or not: what it would be given, make and do. Nothing is sent. */
export function Trial({ workflowId, node, graph, sample }: TrialProps) {
	const id = useId();
	const [trigger, setTrigger] = useKeptSample(workflowId, sample);
	const [result, setResult] = useState<Result>();
	const [isBusy, setBusy] = useState(false);
	const go = async () => {
		setBusy(true);
		const fields = { graph: JSON.stringify(graph), node, trigger };
		const answer = await postFields(`/studio/${workflowId}/canvas/trial`, fields).catch(() => undefined);
		setBusy(false);
		if (!answer) return setResult({ failure: "The server cannot be reached. Try again in a moment." });
		const tried = answer.reply.detail?.tried as Tried | undefined;
		setResult(answer.status === 200 && tried ? { tried } : { failure: failureOf(answer) });
	};
	return (
		<section aria-label="Try this step">
			<h3>Try this step</h3>
			<details>
				<summary>Sample data</summary>
				<TextArea
					label="What the run begins with, as JSON"
					help="Filled with a sample of what the steps read. What you change is kept in this tab."
					inputProps={{
						id: `${id}-trigger`,
						rows: 8,
						value: trigger,
						onChange: ({ target }) => setTrigger(target.value),
					}}
				/>
			</details>
			<Button small onClick={() => void go()} disabled={isBusy}>
				Try on sample data
			</Button>
			<div role="status">
				{result && "failure" in result && <Notice tone="bad">{result.failure}</Notice>}
				{result && "tried" in result && <Outcome tried={result.tried} />}
			</div>
		</section>
	);
}

function Outcome({ tried: { input, output, port, effect, problem } }: { tried: Tried }) {
	if (problem) return <Notice tone="bad">{problem}</Notice>;
	return (
		<>
			<Notice tone="good">
				{effect ?? "It only looks at data and changes nothing."} {port && `It goes on by “${portLabel(port)}”.`}
			</Notice>
			<Data title="It would be given" data={input} />
			<Data title="It would make" data={output} />
		</>
	);
}

function Data({ title, data }: { title: string; data: unknown }) {
	if (data === null || data === undefined) return null;
	return (
		<details>
			<summary>{title}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keys */}
			<pre className="canvas-data" tabIndex={0}>
				{JSON.stringify(data, null, 2)}
			</pre>
		</details>
	);
}
