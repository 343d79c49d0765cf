import type { Detail } from "#app/domain/events/event-details.ts";
import type { Piece } from "#app/domain/events/say-event.ts";
import { subjectPath } from "./subject-links.ts";

/** A sentence whose names lead to what they name, where that has a page. */
export function EventSentence({ pieces }: { pieces: readonly Piece[] }) {
	return (
		<>
			{pieces.map((piece, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a sentence's pieces never move
				<Named key={at} piece={piece} />
			))}
		</>
	);
}

/** What changed and what else is told, a line each. */
export function EventDetails({ details }: { details: readonly Detail[] }) {
	return (
		<ul className="event-details">
			{details.map(({ label, before, value }) => (
				<li key={label}>
					{label}:{" "}
					{before && (
						<>
							<Named piece={before} /> →{" "}
						</>
					)}
					<Named piece={value} />
				</li>
			))}
		</ul>
	);
}

function Named({ piece: { text, about } }: { piece: Piece }) {
	const path = about && subjectPath(about);
	return path ? <a href={path}>{text}</a> : text;
}
