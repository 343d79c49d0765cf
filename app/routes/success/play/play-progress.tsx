import { strangersAmong, strangerWords } from "#app/domain/artifacts/contract/strange-parties.ts";
import { kindLabel } from "#app/domain/artifacts/schema.ts";
import type { Conversation } from "#app/domain/success/queue/play-past.ts";
import type { PlayArtifact, PlayStep } from "#app/domain/success/queue/play-progress.ts";
import { readableLines } from "#app/domain/workflows/guided/schema.ts";
import { Status, type Tone } from "#app/ui/signs/badge.tsx";
import { WithDays } from "#app/ui/signs/day.tsx";
import { PastConversation } from "./play-conversation.tsx";

const WORDS: Readonly<Record<PlayStep["state"], { label: string; tone: Tone }>> = {
	"to do": { label: "To do", tone: "neutral" },
	now: { label: "Now", tone: "accent" },
	done: { label: "Done", tone: "good" },
	skipped: { label: "Skipped", tone: "warn" },
	"not reached": { label: "Not reached", tone: "neutral" },
};

/** What the account and the organisation are called, whose names a contract should have. */
type Names = { account: string | null; own: string };
type Props = {
	steps: readonly PlayStep[];
	made: readonly PlayArtifact[];
	names: Names;
	/** Of steps whose conversation stands nowhere else on the page. */
	conversations: readonly Conversation[];
};

/** The steps in their order, how far the play has come, what was noted in those that are done, and asked. */
export function PlayProgress({ steps, made, names, conversations }: Props) {
	const others = conversations.filter(({ stepId }) => !steps.some((step) => step.stepId === stepId));
	const over = steps.filter(({ state }) => state === "done" || state === "skipped").length;
	return (
		<section className="section" aria-label="Steps">
			<div className="progress">
				<div className="progress-line">
					<span>Steps</span>
					<span className="numbers muted">
						{over} of {steps.length}
					</span>
				</div>
				<progress value={over} max={steps.length} aria-label="Steps done">
					{over} of {steps.length}
				</progress>
			</div>
			<ol className="play-steps">
				{steps.map((step) => (
					<li key={step.node} aria-current={step.state === "now" ? "step" : undefined}>
						<span>{step.title}</span> <Status tone={WORDS[step.state].tone}>{WORDS[step.state].label}</Status>
						<Noted values={step.values} by={step.by} />
						<Made made={step.made} names={names} />
						{conversations
							.filter(({ stepId }) => stepId === step.stepId)
							.map(({ stepId, title, messages }) => (
								<PastConversation key={stepId} title={title} messages={messages} />
							))}
					</li>
				))}
			</ol>
			{made.length > 0 && (
				<>
					<h3>Made in this play</h3>
					<Made made={made} names={names} />
				</>
			)}
			{others.length > 0 && (
				<>
					<h3>Asked when it was begun before</h3>
					{others.map(({ stepId, title, messages }) => (
						<div key={stepId}>
							{title}
							<PastConversation title={title} messages={messages} />
						</div>
					))}
				</>
			)}
		</section>
	);
}

function Noted({ values, by }: Pick<PlayStep, "values" | "by">) {
	const known = Object.entries(values).filter(([, value]) => value !== null && value !== "");
	if (known.length === 0) return null;
	return (
		<small className="muted">
			<WithDays text={known.map(([name, value]) => `${name}: ${valueWords(value)}`).join(" · ")} />
			{by && ` · ${by}`}
		</small>
	);
}

function valueWords(value: unknown): string {
	if (typeof value === "boolean") return value ? "yes" : "no";
	return typeof value === "object" && value !== null ? readableLines(value).replaceAll("\n", ", ") : String(value);
}

const READING: Readonly<Record<string, string>> = { failed: "could not be read" };

/** What was made, by its links; a contract that seems to be of others says so. */
function Made({ made, names }: Pick<Props, "made" | "names">) {
	if (made.length === 0) return null;
	return (
		<ul className="play-made">
			{made.map(({ id, kind, title, reading, parties }) => (
				<li key={id}>
					<a href={`/success/artifacts/${id}`}>{title}</a>
					<span className="muted">
						{[
							...(title === kindLabel(kind) ? [] : [kindLabel(kind)]),
							...(reading ? [READING[reading] ?? "being read"] : []),
						].join(", ")}
					</span>
					<Strange parties={parties ?? []} names={names} />
				</li>
			))}
		</ul>
	);
}

function Strange({ parties, names }: { parties: readonly string[]; names: Names }) {
	const strangers = strangersAmong(parties, names);
	if (strangers.length === 0 || !names.account) return null;
	return (
		<small className="play-strange">
			<Status tone="warn">Check the file</Status> {strangerWords(strangers, names.account)}
		</small>
	);
}
