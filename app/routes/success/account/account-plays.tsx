import { Link } from "@remix-run/react";
import type { AccountPlay } from "#app/domain/success/queue/account-plays.ts";
import { PLAY_STAGE_LABELS, PLAY_STATE_LABELS, PLAY_TYPE_LABELS } from "#app/domain/success/schema.ts";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { points, STAGE_TONES } from "../play-words.ts";

/** An account's plays, those of now and those of before with why they ended. */
export function AccountPlays({ plays }: { plays: readonly AccountPlay[] }) {
	return (
		<>
			<h2>Plays</h2>
			{plays.length === 0 && (
				<p className="muted">None. The rules open one before the renewal, at risk, or when there is an opportunity.</p>
			)}
			<ul className="play-people">
				{plays.map(({ id, type, stage, state, priority, reason, closedAt }) => (
					<li key={id}>
						<Link to={`/success/${id}`} discover="none">
							{PLAY_TYPE_LABELS[type]}
						</Link>{" "}
						<Status tone={closedAt ? "neutral" : (STAGE_TONES[stage] ?? "neutral")}>{PLAY_STAGE_LABELS[stage]}</Status>
						<small className="muted">
							{closedAt ? (
								<>
									{PLAY_STATE_LABELS[state]} <Time at={closedAt} />
									{reason && `: ${reason}`}
								</>
							) : (
								`${PLAY_STATE_LABELS[state]}, priority ${points(priority)}`
							)}
						</small>
					</li>
				))}
			</ul>
		</>
	);
}
