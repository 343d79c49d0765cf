import type { SerializeFrom } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { eventWords } from "#app/domain/workflows/nodes/event-words.ts";
import type { RunStep } from "#app/domain/workflows/reading/run-steps.ts";
import { RUN_STATE_LABELS } from "#app/domain/workflows/schema.ts";
import { Timeline } from "#app/ui/records/timeline.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { KeptValues } from "./kept-json.tsx";
import type { NamedNode } from "./run-data.ts";
import type { ShownRun } from "./run-facts.tsx";
import { howItWent, isStuck, itemWords, STEP_SIGNS } from "./step-words.ts";

type Step = SerializeFrom<RunStep>;
type Props = {
	run: ShownRun;
	steps: readonly Step[];
	nodes: readonly NamedNode[];
	mayAnswer: boolean;
	mayReadMail?: boolean;
};

/** The steps of a run in the order in which they began: what each did, what it waits for, what it was given and made. */
export function RunStory({ run, steps, nodes, mayAnswer, mayReadMail = false }: Props) {
	if (steps.length === 0) return <p className="muted">No step has begun yet.</p>;
	const nameOf = (node: string) => nodes.find(({ id }) => id === node)?.name ?? node;
	const entries = steps.map((step) => {
		const item = itemWords(step.path, nameOf);
		const type = nodes.find(({ id }) => id === step.node)?.type;
		return {
			id: step.id,
			at: step.beganAt.toISOString(),
			...(step.state === "done" && isStuck(step)
				? { icon: "clock" as const, tone: "warn" as const }
				: { icon: STEP_SIGNS[step.state].icon, tone: STEP_SIGNS[step.state].tone }),
			who: nameOf(step.node),
			what: `${item ? `(${item}) ` : ""}${howItWent(step)}`,
			...(type && type !== nameOf(step.node) ? { source: type } : {}),
			...(step.error ? { text: step.error } : step.effect ? { text: step.effect } : {}),
			more: <More {...{ run, step, mayAnswer, mayReadMail }} />,
		};
	});
	return <Timeline label="Steps" entries={entries} />;
}

type MoreProps = { run: ShownRun; step: Step; mayAnswer: boolean; mayReadMail: boolean };

function More({ run, step, mayAnswer, mayReadMail }: MoreProps) {
	const whole = `/runs/${run.id}/steps/${step.id}`;
	const children = run.children.filter(({ stepId }) => stepId === step.id);
	return (
		<>
			{step.wait && !run.endedAt && <Waits {...{ step, wait: step.wait, mayAnswer }} />}
			{children.map(({ id, workflow, state }) => (
				<p key={id}>
					<Link to={`/runs/${id}`} discover="none">
						Its run of {workflow}
					</Link>{" "}
					<span className="muted">{RUN_STATE_LABELS[state].toLowerCase()}</span>
				</p>
			))}
			{step.message && mayReadMail && (
				<p>
					<Link to={`/outbox/${step.message.id}`} discover="none">
						Open message
					</Link>
				</p>
			)}
			<KeptValues label="Given" json={step.input} whole={whole} />
			<KeptValues label="Made" json={step.output} whole={whole} />
		</>
	);
}

/** What a step waits for and until when, with the way to whoever can answer it. */
function Waits({ step, wait, mayAnswer }: { step: Step; wait: NonNullable<Step["wait"]>; mayAnswer: boolean }) {
	const until = wait.until && <Time at={wait.until} as="exact" />;
	switch (wait.for) {
		case "time":
			return <p>It goes on {until}.</p>;
		case "retry":
			return <p>It is tried again {until}.</p>;
		case "run":
			return <p>It goes on when that run has ended.</p>;
		case "event":
			return (
				<p>
					It goes on when{" "}
					{EVENT_WORDS[wait.event ?? ""] ?? `this happens: ${eventWords(wait.event ?? "") ?? wait.event}`}
					{until && <>, or {until} at the latest</>}.
				</p>
			);
		default:
			return (
				<p>
					It waits for {step.approvalId ? "a yes or a no" : "a person to do it"}
					{until && <> until {until}</>}.{" "}
					{mayAnswer && (
						<Link to={step.approvalId ? `/approvals/${step.approvalId}` : `/guided/${step.id}`} discover="none">
							{step.approvalId ? "Open approval" : "Do this step"}
						</Link>
					)}
				</p>
			);
	}
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
	"task.ended": "its task is done, skipped or deleted",
	"task.completed": "the task is done",
	"message.received": "a message comes in",
};
