import { Form, Link } from "@remix-run/react";
import { isOpenLead } from "#app/domain/leads/rules.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { LeadPageData } from "../lead-page-data.ts";

/** What comes next: the appointment, else the next touch, else what a person may do. */
export function LeadNext({ shown }: { shown: LeadPageData }) {
	const { lead, zone, appointment, enrollment, canEdit } = shown;
	const next = lead.touches.find((touch) => touch.status === "scheduled");
	const isOwn = enrollment?.leadId === lead.id;
	return (
		<Section title="Next" actions={canEdit && <SequenceActs shown={shown} />}>
			<div className="stack">
				{appointment && (
					<Notice tone="good" title={appointment.title}>
						<Time at={appointment.startsAt} as="exact" zone={zone} />
					</Notice>
				)}
				{enrollment?.state === "paused" && isOwn && (
					<Notice tone="warn" title="The sequence is paused.">
						Nothing goes out until someone lets it go on.
					</Notice>
				)}
				{enrollment && !isOwn && (
					<Notice>
						The sequence that runs for this contact here belongs to{" "}
						<Link to={`/leads/${enrollment.leadId}`} discover="none">
							another lead
						</Link>
						.
					</Notice>
				)}
				{next && (
					<p>
						{CHANNEL_LABELS[next.channel]} {next.position} of {lead.touches.length} goes out{" "}
						<Time at={next.plannedAt} as="exact" zone={zone} />.
					</p>
				)}
				{!appointment && !next && enrollment?.state !== "paused" && <p className="muted">Nothing is planned.</p>}
			</div>
		</Section>
	);
}

function SequenceActs({ shown: { lead, enrollment } }: { shown: LeadPageData }) {
	const state = enrollment?.leadId === lead.id ? enrollment.state : enrollment ? "elsewhere" : "none";
	const acts =
		state === "running"
			? [["pause", "Pause sequence"] as const, ["stop", "Stop sequence"] as const]
			: state === "paused"
				? [["resume", "Resume sequence"] as const, ["stop", "Stop sequence"] as const]
				: state !== "elsewhere" && isOpenLead(lead.state)
					? [["start", "Start sequence"] as const]
					: [];
	if (acts.length === 0) return null;
	return (
		<Form discover="none" method="post" action={`/leads/${lead.id}/sequence`} className="cluster">
			{acts.map(([act, words]) => (
				<SubmitButton key={act} tone="plain" small name="act" value={act}>
					{words}
				</SubmitButton>
			))}
		</Form>
	);
}
