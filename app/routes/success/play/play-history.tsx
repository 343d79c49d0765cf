import { Link } from "@remix-run/react";
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

function Told({ entry: { kind, by, title, words, artifactId } }: { entry: PastEntry }) {
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
			return (
				<>
					<strong>{title}</strong>
					{who}
				</>
			);
	}
}
