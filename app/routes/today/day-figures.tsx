import { Link } from "@remix-run/react";
import type { Figures } from "#app/domain/analytics/dashboard/schema.ts";
import type { Piece } from "#app/domain/events/say-event.ts";
import { EventSentence } from "#app/routes/audit/event-sentence.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export type Activity = { id: string; at: string; sentence: Piece[] };

/** The side of the first page: how much there is, how the pipeline stands, what the agents do, what happened last. */
export function Side({
	figures,
	activity,
	currency,
}: {
	figures: Figures;
	activity: readonly Activity[];
	currency: string;
}) {
	return (
		<>
			<Section title="In figures">
				<FigureList figures={figures} currency={currency} />
			</Section>
			<Section title="Pipeline">
				<Pipeline stages={figures.pipeline} currency={currency} />
			</Section>
			{figures.agents.length > 0 && (
				<Section title="Agents">
					<Agents agents={figures.agents} />
				</Section>
			)}
			<Section title="Lately">
				<Lately activity={activity} />
			</Section>
		</>
	);
}

function FigureList({
	figures: { contacts, deals, documents, events, pipeline },
	currency,
}: {
	figures: Figures;
	currency: string;
}) {
	const rows = [
		{ label: "Contacts", href: "/contacts", of: contacts, note: "" },
		{ label: "Open deals", href: openDeals(pipeline), of: deals, note: formatMoney(deals.valueCents, currency, true) },
		{
			label: "Documents",
			href: "/knowledge",
			of: documents,
			note: notesOf([
				[documents.unreadable, "and", "not readable"],
				[documents.processing, "", "being read"],
			]),
		},
		{ label: "Appointments", href: "/calendar/coming", of: { ...events, count: events.upcoming }, note: "to come" },
	];
	return (
		<table className="figures">
			<caption className="hidden-text">How many there are, and how many came in the last 30 days</caption>
			<tbody>
				{rows.map(({ label, href, of, note }) => (
					<tr key={label}>
						<th scope="row">
							<Link to={href} discover="none">
								{label}
							</Link>
						</th>
						<td className="numbers">
							<strong>{of.count.toLocaleString("en")}</strong> <span className="muted">{note}</span>
						</td>
						<td className="numbers muted">{changeOf(of)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** The list of what was counted: the deals that stand in an open stage. */
function openDeals(pipeline: Figures["pipeline"]): string {
	const stages = pipeline.map(({ id }) => id).join(",");
	return stages === "" ? "/deals" : `/deals?${new URLSearchParams({ f: `stage.in.${stages}` })}`;
}

/** What stands beside a number, "and 1 not readable, 2 being read"; nothing where there is nothing. */
function notesOf(counted: readonly (readonly [count: number, before: string, after: string])[]): string {
	return counted
		.flatMap(([count, before, after]) => (count > 0 ? [`${before} ${count} ${after}`.trim()] : []))
		.join(", ");
}

/** "+12 in 30 days, 8 before": what came, beside what came in the 30 days before. */
function changeOf({ added, before }: { added: number; before: number }): string {
	if (added === 0 && before === 0) return "none in 30 days";
	return `+${added.toLocaleString("en")} in 30 days, ${before.toLocaleString("en")} before`;
}

function Pipeline({ stages, currency }: { stages: Figures["pipeline"]; currency: string }) {
	const most = Math.max(1, ...stages.map(({ valueCents }) => valueCents));
	if (stages.every(({ count }) => count === 0)) {
		return (
			<p className="muted">
				No deals are open. <Link to="/deals/new">Add a deal</Link>
			</p>
		);
	}
	return (
		<table className="figures pipeline">
			<caption className="hidden-text">Open deals by stage</caption>
			<tbody>
				{stages.map(({ id, stage, count, valueCents }) => (
					<tr key={id}>
						<th scope="row">{stage}</th>
						<td className="pipeline-bar">
							<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
								<rect width={(valueCents / most) * 100} height="10" fill="var(--accent)" />
							</svg>
						</td>
						<td className="numbers">
							{formatMoney(valueCents, currency, true)} <span className="muted">{count}</span>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Agents({ agents }: { agents: Figures["agents"] }) {
	return (
		<ul className="side-list">
			{agents.map(({ id, name, kind, enabled, open, done }) => (
				<li key={id}>
					<span>
						<strong>{name}</strong> <span className="muted">{enabled ? kind.replace("-", " ") : "switched off"}</span>
					</span>
					<Link to={`/tasks?who=agent:${id}`} discover="none">
						{open} open
					</Link>
					<span className="muted">{done} done in 30 days</span>
				</li>
			))}
		</ul>
	);
}

function Lately({ activity }: { activity: readonly Activity[] }) {
	if (activity.length === 0) return <p className="muted">What customers and the team do appears here.</p>;
	return (
		<ol className="side-list">
			{activity.map(({ id, at, sentence }) => (
				<li key={id}>
					<span>
						<EventSentence pieces={sentence} />
					</span>
					<span className="muted">
						<Time at={at} />
					</span>
				</li>
			))}
		</ol>
	);
}
