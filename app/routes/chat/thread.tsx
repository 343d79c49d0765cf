import type { ReactNode } from "react";
import type { ChatLineView } from "#app/domain/assistant/conversations/chat-queries.ts";
import type { ChatAct, ChatPart } from "#app/domain/assistant/schema.ts";
import { STATE_LABELS } from "#app/domain/messaging/schema.ts";
import { ChatMessage, ChatThread, ReplyCard } from "#app/ui/chat/chat.tsx";
import { formatClock, formatDay, formatInstant, zoneName } from "#app/ui/format-time.ts";

/** Where buttons post to and what goes with them; absent where nobody may press them. */
export type Posting = { action: string; key: string };

type ThreadProps = {
	lines: readonly ChatLineView[];
	/** Whose page it is: their lines stand on the right. */
	side: "customer" | "member";
	/** The location's zone, in which all times are said, and the reader's own where it is known. */
	zone: string;
	ownZone?: string | undefined;
	posting?: Posting | undefined;
	/** When the other side last read. */
	seenAt: string | null;
	/** What is said of how a line was made. */
	sourceOf(line: ChatLineView): string | undefined;
};

/** The lines of a chat with what stands below them. Only the newest line has buttons: older ones are over. */
export function Thread({ lines, side, zone, ownZone, posting, seenAt, sourceOf }: ThreadProps) {
	const last = lines.findLast((line) => !line.isFromCustomer && !line.isWriting);
	const isAnswered = lines.at(-1) === last;
	return (
		<ChatThread label="Conversation">
			{lines.map((line) => {
				if (line.isWriting && line.text === "") return null;
				if (line.author.kind === "system" && line.channel === "chat")
					return <Note key={line.id} line={line} zone={zone} />;
				const state = stateOf(line, seenAt, side);
				const own = line.isFromCustomer === (side === "customer");
				return (
					<div key={line.id} id={`m-${line.id}`} data-line>
						<ChatMessage
							author={own && side === "customer" ? "You" : line.author.name}
							at={line.at}
							own={own}
							text={line.text}
							source={sourceOf(line)}
							state={own || line.isWriting ? state : undefined}
						>
							{line.parts.map((part, index) => (
								<Part
									// biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never change their order
									key={index}
									part={part}
									zone={zone}
									ownZone={ownZone}
									posting={line === last && isAnswered ? posting : undefined}
								/>
							))}
						</ChatMessage>
					</div>
				);
			})}
		</ChatThread>
	);
}

function Note({ line, zone }: { line: ChatLineView; zone: string }) {
	return (
		<p id={`m-${line.id}`} data-line className="muted">
			{line.text} {formatClock(line.at, zone)} {zoneName(line.at, zone)}
		</p>
	);
}

/** Members read at once that an email or a text is held or came back; customers see the chat only. */
function stateOf(line: ChatLineView, seenAt: string | null, side: ThreadProps["side"]): string | undefined {
	if (line.isWriting) return "Still writing";
	if (line.channel !== "chat") return side === "member" ? wayOf(line) : undefined;
	return seenAt && seenAt >= line.at ? "Read" : undefined;
}

/** "Held. Sending SMS is switched off for this installation": why what was written has not arrived. */
function wayOf({ state, stateReason }: ChatLineView): string {
	const label = STATE_LABELS[state as keyof typeof STATE_LABELS] ?? state;
	return stateReason ? `${label}. ${stateReason}` : label;
}

type PartProps = { part: ChatPart; zone: string; ownZone: string | undefined; posting: Posting | undefined };

function Part({ part, zone, ownZone, posting }: PartProps) {
	switch (part.kind) {
		case "slots":
			return <Slots slots={part.slots} zone={zone} ownZone={ownZone} posting={posting} />;
		case "choices":
			return posting ? (
				<Buttons posting={posting}>
					{part.choices.map((choice) => (
						<PartButton key={choice.label} {...choice} />
					))}
				</Buttons>
			) : null;
		case "confirm":
			return posting ? (
				<Buttons posting={posting}>
					<PartButton {...part.yes} primary />
					<PartButton {...part.no} />
					<Own act={part.yes.act} zone={zone} ownZone={ownZone} />
				</Buttons>
			) : null;
		case "card":
			return (
				<ReplyCard title={part.title}>
					{part.lines.map((line) => (
						<span key={line}>{line}</span>
					))}
					{part.startsAt && <OwnTime at={part.startsAt} zone={zone} ownZone={ownZone} />}
					<span className="cluster">
						{part.links.map(({ label, href }) => (
							<a key={href} href={href} className="btn">
								{label}
							</a>
						))}
					</span>
				</ReplyCard>
			);
	}
}

function Buttons({ posting, children }: { posting: Posting; children: ReactNode }) {
	return (
		<form method="post" action={posting.action} className="slot-row">
			<input type="hidden" name="key" value={posting.key} />
			{children}
		</form>
	);
}

function PartButton({ label, act, primary }: { label: string; act?: ChatAct | undefined; primary?: boolean }) {
	const look = primary ? "btn btn-primary" : "btn";
	return (
		<button type="submit" className={look} name={act ? "act" : "text"} value={act ? JSON.stringify(act) : label}>
			{label}
		</button>
	);
}

type SlotsProps = Omit<PartProps, "part"> & { slots: readonly { startsAt: string; act: ChatAct }[] };

/** Free times by day, on the clocks of the place; the reader's own time beside them where it differs. */
function Slots({ slots, zone, ownZone, posting }: SlotsProps) {
	const days = Map.groupBy(slots, ({ startsAt }) => formatDay(startsAt, zone));
	if (!posting) return <SpentSlots days={days} zone={zone} />;
	const body = [...days].map(([day, times]) => (
		<fieldset key={day}>
			<legend className="field-label">
				{day} <span className="muted">{zoneName(times[0]!.startsAt, zone)}</span>
			</legend>
			<div className="slot-row">
				{times.map(({ startsAt, act }) => (
					<button key={startsAt} type="submit" name="act" value={JSON.stringify(act)} className="btn slot">
						{formatClock(startsAt, zone)}
						<span className="hidden-text">{`, ${day}`}</span>
						<OwnTime at={startsAt} zone={zone} ownZone={ownZone} short />
					</button>
				))}
			</div>
		</fieldset>
	));
	return (
		<form method="post" action={posting.action} className="slots">
			<input type="hidden" name="key" value={posting.key} />
			{body}
		</form>
	);
}

/** Times of an offer that is over: words, since there is nothing to press. */
function SpentSlots({ days, zone }: { days: Map<string, readonly { startsAt: string }[]>; zone: string }) {
	return (
		<ul className="muted">
			{[...days].map(([day, times]) => (
				<li key={day}>
					{day}: {times.map(({ startsAt }) => formatClock(startsAt, zone)).join(", ")}{" "}
					{zoneName(times[0]!.startsAt, zone)}
				</li>
			))}
		</ul>
	);
}

function Own({ act, zone, ownZone }: { act: ChatAct | undefined; zone: string; ownZone: string | undefined }) {
	return act && "startsAt" in act ? <OwnTime at={act.startsAt} zone={zone} ownZone={ownZone} /> : null;
}

function OwnTime({
	at,
	zone,
	ownZone,
	short,
}: {
	at: string;
	zone: string;
	ownZone: string | undefined;
	short?: boolean;
}) {
	if (
		!ownZone ||
		formatInstant(at, zone).split(",")[1]?.slice(0, 9) === formatInstant(at, ownZone).split(",")[1]?.slice(0, 9)
	)
		return null;
	const isSameDay = formatDay(at, zone) === formatDay(at, ownZone);
	const clock = `${formatClock(at, ownZone)} ${zoneName(at, ownZone)}`;
	return (
		<span className="muted">
			{short
				? ` (${isSameDay ? clock : `${formatDay(at, ownZone)}, ${clock}`})`
				: `${formatInstant(at, ownZone)} on your clock`}
		</span>
	);
}
