import { Link } from "@remix-run/react";
import { PLAY_ACT_LABELS, type PlayAct } from "#app/domain/success/actions/schema.ts";
import type { PastEntry } from "#app/domain/success/queue/play-past.ts";
import { Time } from "#app/ui/signs/time.tsx";

/** What was done with a play, the newest first: from its opening by the rules to what came of it. */
export function PlayHistory({ entries, openedAt }: { entries: readonly PastEntry[]; openedAt: string | Date }) {
	return (
		<ul className="play-history">
			{entries.map((entry) => (
				<li key={`${entry.kind} ${entry.at} ${entry.title} ${entry.artifactId}`}>
					<Told entry={entry} /> <Time at={entry.at} />
					{entry.member && <>, to {entry.member}</>}
					{entry.until && (
						<>
							, until <Time at={entry.until} as="exact" />
						</>
					)}
					{entry.kind === "action" && entry.words && <>: {entry.words}</>}
				</li>
			))}
			<li>
				Opened by the rules <Time at={openedAt} />
			</li>
		</ul>
	);
}

/** What an action did, said of the play or of one of its steps. */
const DONE: Readonly<Record<PlayAct, string>> = {
	snooze: "Snoozed",
	schedule: "Scheduled",
	skip: "Skipped",
	escalate: "Escalated",
};

/** An action, with the name that the firm gave it where it is one of its own. */
function Acted({ act, step, title, who }: { act: PlayAct; step: string | null; title: string; who: string }) {
	const own = title !== PLAY_ACT_LABELS[act] && ` (“${title}”)`;
	if (step)
		return (
			<>
				<strong>{step}</strong> {DONE[act].toLowerCase()}
				{who}
				{own}
			</>
		);
	return (
		<>
			<strong>{DONE[act]}</strong>
			{who}
			{own}
		</>
	);
}

function Told({ entry: { kind, by, title, words, artifactId, act, step } }: { entry: PastEntry }) {
	const who = by ? ` by ${by}` : "";
	switch (kind) {
		case "begun":
			return <>Begun{who}</>;
		case "returned":
			return <>Came back to the queue</>;
		case "step":
			return (
				<>
					<strong>{title}</strong> {words || "completed"}
					{who}
				</>
			);
		case "questions":
			return (
				<>
					{words === "1" ? "One question" : `${words} questions`} asked within <strong>{title}</strong>
					{who}
				</>
			);
		case "artifact":
			return (
				<>
					<Link to={`/success/artifacts/${artifactId}`} discover="none">
						{title}
					</Link>{" "}
					made{who}
				</>
			);
		case "completed":
			return (
				<>
					<strong>Completed</strong>
					{who}
					{words && `: ${words.toLowerCase()}`}
				</>
			);
		default:
			return act && <Acted {...{ act, step, title, who }} />;
	}
}
