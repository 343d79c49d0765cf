import { Link } from "@remix-run/react";
import type { Figure } from "#app/domain/success/queue/queue-queries.ts";
import { PLAY_STAGE_LABELS, PLAY_STAGES, PLAY_TYPE_LABELS, PLAY_TYPES } from "#app/domain/success/schema.ts";
import { Status } from "#app/ui/signs/badge.tsx";
import { STAGE_TONES } from "../play-words.ts";
import { type QueueLink, queuePath } from "./queue-address.ts";

/** A queue's figures by type and stage; each leads to its plays (SUCCESS-4). */
export function QueueFigures({ figures, ask }: { figures: readonly Figure[]; ask: QueueLink }) {
	const key = ask.where === "away" ? "away" : "here";
	const rows = PLAY_TYPES.flatMap((type) => PLAY_STAGES[type].map((stage) => ({ type, stage })))
		.map((one) => ({
			...one,
			count: figures.find(({ type, stage }) => type === one.type && stage === one.stage)?.[key] ?? 0,
		}))
		.filter(({ count }) => count > 0);
	if (rows.length === 0) return null;
	return (
		<ul className="success-figures" aria-label="Plays by type and stage">
			{rows.map(({ type, stage, count }) => (
				<li key={`${type} ${stage}`}>
					<Link to={queuePath({ of: ask.of, where: ask.where, type, stage })} discover="none">
						<strong className="numbers">{count.toLocaleString("en-US")}</strong>
						<span>{PLAY_TYPE_LABELS[type]}</span>
						<Status tone={STAGE_TONES[stage] ?? "neutral"}>{PLAY_STAGE_LABELS[stage]}</Status>
					</Link>
				</li>
			))}
		</ul>
	);
}
