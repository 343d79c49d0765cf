import type { ReactNode } from "react";
import { Badge, type Tone } from "#app/ui/signs/badge.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";
import { Time } from "#app/ui/signs/time.tsx";

export type TimelineEntry = {
	id: string;
	at: string;
	icon: IconName;
	tone?: Tone;
	/** Who or what did it, then what happened: "Ana Díaz" "sent an email". Empty where `what` is the whole sentence. */
	who: string;
	what: ReactNode;
	/** Where it came from, in a word: "email", "rules". */
	source?: string;
	/** What was said; plain text, its line breaks kept. */
	text?: string;
	/** Under the text: fields with their values before and after. */
	more?: ReactNode;
};

/** What happened, every channel in one thread, newest first as given. `days` puts a heading before an entry's id. */
export function Timeline({ label, entries, days = {} }: TimelineProps) {
	return (
		<ol className="timeline" aria-label={label}>
			{entries.map((entry) => (
				<li key={entry.id} id={`event-${entry.id}`}>
					{days[entry.id] && <h3 className="timeline-day">{days[entry.id]}</h3>}
					<div className="timeline-entry">
						<span className={`timeline-mark tone-${entry.tone ?? "neutral"}`}>
							<Icon name={entry.icon} />
						</span>
						<div>
							<div className="timeline-head">
								<span>
									{entry.who && <strong>{entry.who}</strong>} {entry.what}
								</span>
								<Time at={entry.at} />
								{entry.source && <Badge>{entry.source}</Badge>}
							</div>
							{entry.text && <div className="timeline-text">{entry.text}</div>}
							{entry.more}
						</div>
					</div>
				</li>
			))}
		</ol>
	);
}

type TimelineProps = { label: string; entries: readonly TimelineEntry[]; days?: Record<string, string> };
