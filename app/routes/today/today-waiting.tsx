import { Link } from "@remix-run/react";
import type { Today } from "#app/domain/analytics/today-queries.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { countWords } from "./count-words.ts";

/** What waits, each a link to where it waits. */
export function Waiting({ counts, hasApprovals }: { counts: Today["counts"]; hasApprovals: boolean }) {
	const lines = [
		{ count: counts.newLeads, one: "new lead", many: "new leads", href: "/leads?state=new" },
		{
			count: counts.unanswered,
			one: "customer waits for an answer",
			many: "customers wait for an answer",
			href: "/conversations?show=waiting",
		},
		{
			count: counts.held,
			one: "message held in the outbox",
			many: "messages held in the outbox",
			href: "/outbox?state=held",
		},
		{
			count: counts.uncertain,
			one: "message whose sending is uncertain",
			many: "messages whose sending is uncertain",
			href: "/outbox?state=uncertain",
		},
		{ count: counts.openTasks, one: "task in your queue", many: "tasks in your queue", href: "/tasks?who=queue" },
	].filter((line) => line.count > 0);
	if (lines.length === 0 && hasApprovals) return null;
	if (lines.length === 0) return <p className="muted">Nothing waits for you.</p>;
	return (
		<ul className="today-waiting" data-links>
			{lines.map((line) => (
				<li key={line.many}>
					<Link to={line.href} discover="none">
						<strong>{countWords(line.count)}</strong> {line.count === 1 ? line.one : line.many}
					</Link>
				</li>
			))}
		</ul>
	);
}

const SHOWN = 8;

/** What runs of workflows ask the reader: each waits for their yes or no. */
export function Approvals({ rows }: { rows: Today["approvals"] }) {
	return (
		<Section title="Waits for your yes or no">
			<ul className="today-tasks" aria-label="Approvals that wait for you">
				{rows.slice(0, SHOWN).map(({ id, title, workflow, dueAt }) => (
					<li key={id}>
						<span>
							<Link to={`/approvals/${id}`} discover="none">
								{title}
							</Link>
							<small className="muted">
								{workflow}
								{dueAt && (
									<>
										{" "}
										· until <Time at={dueAt} as="exact" />
									</>
								)}
							</small>
						</span>
					</li>
				))}
			</ul>
			{rows.length > SHOWN && (
				<p className="muted">
					<Link to="/approvals" discover="none">
						See all of them
					</Link>
				</p>
			)}
		</Section>
	);
}
