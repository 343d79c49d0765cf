import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { formatClock, zoneName } from "#app/ui/format-time.ts";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

/** A conversation, oldest first. New lines are read out as they come. */
export function ChatThread({ label, children }: { label: string; children: ReactNode }) {
	return (
		<div className="chat" role="log" aria-label={label}>
			{children}
		</div>
	);
}

/**
 * One message: who, when, what, and how it was made (`source`: "rules", a model's name). `own` is the reader's.
 * `state` says what became of it ("Read", "Not delivered: …"); `children` holds slots or a card below the text.
 */
export function ChatMessage({
	author,
	at,
	own,
	text,
	source,
	state,
	failed,
	children,
}: {
	author: string;
	at: string;
	own?: boolean;
	text: string;
	source?: string;
	state?: string;
	failed?: boolean;
	children?: ReactNode;
}) {
	return (
		<article className={own ? "message message-own" : "message"}>
			<div className="message-head">
				<strong>{author}</strong>
				<Time at={at} />
				{source && <Badge>{source}</Badge>}
			</div>
			<div className="bubble">{text}</div>
			{state && <div className={failed ? "message-state message-state-bad" : "message-state"}>{state}</div>}
			{children}
		</article>
	);
}

/**
 * Times to choose from, by day, in the zone of the place, which is named once a day. Each button posts `name` =
 * the slot's value; `values` are posted along (service, conversation).
 */
export function SlotButtons({
	action,
	days,
	zone,
	name = "slot",
	values = {},
	more,
}: {
	action: string;
	days: readonly { label: string; slots: readonly { value: string; startsAt: string }[] }[];
	zone: string;
	name?: string;
	values?: Record<string, string>;
	/** A page with more days. */
	more?: string;
}) {
	return (
		<Form discover="none" method="post" action={action} className="slots">
			{Object.entries(values).map(([key, value]) => (
				<input key={key} type="hidden" name={key} value={value} />
			))}
			{days.map(({ label, slots }) => (
				<fieldset key={label}>
					<legend className="field-label">
						{label} <span className="muted">{slots[0] && zoneName(slots[0].startsAt, zone)}</span>
					</legend>
					<div className="slot-row">
						{slots.map(({ value, startsAt }) => (
							<button key={value} type="submit" name={name} value={value} className="btn slot">
								{formatClock(startsAt, zone)}
								<span className="hidden-text">{`, ${label}`}</span>
							</button>
						))}
					</div>
				</fieldset>
			))}
			{more && (
				<Link to={more} discover="none">
					More times
				</Link>
			)}
		</Form>
	);
}

/** A richer answer under a message: a service with its price, an appointment with its links. */
export function ReplyCard({ title, children }: { title: string; children: ReactNode }) {
	return (
		<div className="reply-card">
			<strong>{title}</strong>
			{children}
		</div>
	);
}

/** Someone is writing. `who`: "The assistant", "Ana". */
export function TypingIndicator({ who }: { who: string }) {
	return (
		<div className="typing" role="status">
			<span>{`${who} is writing`}</span>
			<span className="faces" aria-hidden="true">
				<i />
				<i />
				<i />
			</span>
		</div>
	);
}
