import { Form } from "@remix-run/react";
import type { InsightSource, InsightType, Statement } from "#app/domain/crm/insights/schema.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { sayReason } from "#app/domain/crm/scores/rules.ts";
import { subjectPath } from "#app/routes/audit/subject-links.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { RecordMore } from "../timeline/record-more.ts";

type Given = { type: InsightType; id: string; more: RecordMore };

/** What is to be known at a glance (CRM-7): summary, risks, what to do next, and the score, each with what it stands on. */
export function InsightPanel({ type, id, more }: Given) {
	const { signs, canRequest } = more;
	useLiveRefresh([`insight:${id}`, `score:${id}`, "scores"]);
	if (!signs) return null;
	const { insight, score } = signs;
	const shown = new Set(more.timeline.entries.map((entry) => entry.id));
	return (
		<Section
			title="At a glance"
			actions={
				canRequest && (
					<Form discover="none" method="post" action={`${recordPath(type, id)}/insights`} preventScrollReset>
						<SubmitButton tone="plain" small>
							{insight ? "Write anew" : "Write insight"}
						</SubmitButton>
					</Form>
				)
			}
		>
			<div className="panel insight">
				{score && <ScoreLine score={score} />}
				{insight ? (
					<>
						<p className="insight-about">
							<Badge>{insight.source === "rules" ? "source: rules" : `source: ${insight.model ?? "model"}`}</Badge>{" "}
							<span className="muted">
								Written <Time at={insight.computedAt} />
							</span>
							{insight.isStale && <Status tone="warn">Something happened since</Status>}
						</p>
						<Said statement={insight.summary} shown={shown} />
						{insight.nextAction && (
							<>
								<h3>Next best action</h3>
								<Said statement={insight.nextAction} shown={shown} />
							</>
						)}
						{insight.risks.length > 0 && (
							<>
								<h3>Risks</h3>
								<ul className="insight-risks">
									{insight.risks.map((risk) => (
										<li key={risk.text}>
											<Said statement={risk} shown={shown} />
										</li>
									))}
								</ul>
							</>
						)}
					</>
				) : (
					<p className="muted">
						{canRequest ? "A summary is being written. It appears here by itself." : "No summary was written yet."}
					</p>
				)}
			</div>
		</Section>
	);
}

function Said({ statement: { text, sources }, shown }: { statement: Statement; shown: ReadonlySet<string> }) {
	return (
		<p>
			{text}{" "}
			<span className="insight-sources">
				{sources.map((source, index) => (
					<Source key={source.id} source={source} number={index + 1} shown={shown} />
				))}
			</span>
		</p>
	);
}

/** A source leads to its entry where the timeline below shows it, else to the thing itself. */
function Source({ source, number, shown }: { source: InsightSource; number: number; shown: ReadonlySet<string> }) {
	const path = shown.has(source.id) ? `#event-${source.id}` : subjectPath(source.link);
	const about = `Source: ${source.label}`;
	if (!path) return <span title={about}>{number}</span>;
	return (
		<a href={path} title={about} aria-label={`${number}. ${about}`}>
			{number}
		</a>
	);
}

type Score = NonNullable<NonNullable<RecordMore["signs"]>["score"]>;

/** The score with the reasons that made it. */
function ScoreLine({ score: { score, reasons, computedAt, isStale } }: { score: Score }) {
	return (
		<details className="score">
			<summary>
				<span className="muted">Score</span> <strong>{score}</strong> <span className="muted">of 100</span>
				<meter min={0} max={100} value={score} aria-hidden="true" />
				{isStale && <span className="muted">being brought up to date</span>}
			</summary>
			<table className="score-reasons">
				<caption className="hidden-text">What made the score</caption>
				<tbody>
					{reasons.map((reason) => (
						<tr key={reason.fact}>
							<th scope="row">{sayReason(reason)}</th>
							<td>{reason.points > 0 ? `+${reason.points}` : `−${Math.abs(reason.points)}`}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p className="muted">
				Computed <Time at={computedAt} />
			</p>
		</details>
	);
}
