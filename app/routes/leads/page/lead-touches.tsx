import { Form } from "@remix-run/react";
import { isPendingTouch } from "#app/domain/leads/rules.ts";
import { TOUCH_STATUS_LABELS } from "#app/domain/leads/schema.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { LeadPageData } from "../lead-page-data.ts";
import { TOUCH_TONES } from "../lead-tones.ts";

/** Every touch with its status, time and reason; times are those of the location. */
export function LeadTouches({ shown: { lead, zone, canEdit, enrollment, keepsQuietHours } }: { shown: LeadPageData }) {
	if (lead.touches.length === 0) return null;
	const paused = enrollment?.state === "paused" ? enrollment.id : undefined;
	return (
		<Section title="Touches">
			{!keepsQuietHours && <p className="muted">Quiet hours are switched off here: these may go out at night.</p>}
			<table className="table">
				<caption className="hidden-text">Touches of the sequence, times in {zone}</caption>
				<thead>
					<tr>
						<th scope="col">Touch</th>
						<th scope="col">Status</th>
						<th scope="col">When</th>
						{canEdit && (
							<th scope="col" className="end">
								<span className="hidden-text">Act</span>
							</th>
						)}
					</tr>
				</thead>
				<tbody>
					{lead.touches.map((touch) => (
						<TouchLine key={touch.id} {...{ touch, lead, zone, canEdit }} isPaused={touch.enrollmentId === paused} />
					))}
				</tbody>
			</table>
		</Section>
	);
}

type Touch = LeadPageData["lead"]["touches"][number];
type LineProps = Pick<LeadPageData, "lead" | "zone" | "canEdit"> & { touch: Touch; isPaused: boolean };

function TouchLine({ touch, lead, zone, canEdit, isPaused }: LineProps) {
	return (
		<tr>
			<th scope="row">
				{touch.messageId ? (
					<a href={`/outbox/${touch.messageId}`}>
						{touch.position}. {CHANNEL_LABELS[touch.channel]}
					</a>
				) : (
					`${touch.position}. ${CHANNEL_LABELS[touch.channel]}`
				)}
				{touch.reason && <small title={touch.reason}>{touch.reason}</small>}
			</th>
			<td>
				<Status tone={TOUCH_TONES[touch.status]}>{TOUCH_STATUS_LABELS[touch.status]}</Status>
			</td>
			<td>
				<TouchTime touch={touch} zone={zone} isPaused={isPaused} />
			</td>
			{canEdit && (
				<td className="end">
					{isPendingTouch(touch.status) && (
						<Form discover="none" method="post" action={`/leads/${lead.id}/skips`}>
							<input type="hidden" name="touchId" value={touch.id} />
							<SubmitButton tone="quiet" small aria-label={`Skip touch ${touch.position}`}>
								Skip
							</SubmitButton>
						</Form>
					)}
				</td>
			)}
		</tr>
	);
}

/** When a touch goes out or went out; one that does not keeps the time it was planned for, and since when it does not. */
function TouchTime({ touch, zone, isPaused }: { touch: Touch; zone: string; isPaused: boolean }) {
	const { status, plannedAt, statusAt } = touch;
	if (status === "scheduled") return <Time at={plannedAt} as="exact" zone={zone} />;
	const since = { held: isPaused ? "Paused" : "Held", cancelled: "Stopped", skipped: "Skipped" } as const;
	if (status !== "held" && status !== "cancelled" && status !== "skipped")
		return <Time at={statusAt} as="exact" zone={zone} />;
	return (
		<>
			<Time at={plannedAt} as="exact" zone={zone} />
			<small>
				{since[status]} <Time at={statusAt} as="exact" zone={zone} />
			</small>
		</>
	);
}
