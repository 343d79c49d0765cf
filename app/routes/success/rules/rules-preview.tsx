import type { Preview } from "#app/domain/success/orchestrating/preview-rules.ts";
import { PLAY_STAGE_LABELS, PLAY_TYPE_LABELS, type PlayStage } from "#app/domain/success/schema.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { points } from "../play-words.ts";

const words = (stage: PlayStage | null) => (stage ? PLAY_STAGE_LABELS[stage] : "none");

/** Which accounts rules would move, from where to where (SUCCESS-2). Nothing is written by looking. */
export function RulesPreview({ preview: { count, weighed, moves, weighings } }: { preview: Preview }) {
	const title =
		count === 0
			? "No account would move."
			: count === 1
				? "One play would move."
				: `${count.toLocaleString("en-US")} plays would move.`;
	const weighedWords =
		weighed === 1
			? "One play would stay where it is with another priority."
			: `${weighed.toLocaleString("en-US")} plays would stay where they are with another priority.`;
	return (
		<Section title="What these rules would do today">
			<Notice title={title}>
				{weighed > 0 ? `${weighedWords} ` : count === 0 && "No priority would change. "}Nothing is saved yet.
			</Notice>
			{moves.length > 0 && (
				<table className="table">
					<caption className="hidden-text">Plays that would move</caption>
					<thead>
						<tr>
							<th scope="col">Account</th>
							<th scope="col">Play</th>
							<th scope="col">From</th>
							<th scope="col">To</th>
						</tr>
					</thead>
					<tbody>
						{moves.map(({ accountId, account, type, from, to, endsRun }) => (
							<tr key={`${accountId} ${type}`}>
								<th scope="row">
									<a href={`/accounts/${accountId}/success`}>{account}</a>
									{endsRun && <small>Its run under way would end</small>}
								</th>
								<td>{PLAY_TYPE_LABELS[type]}</td>
								<td data-label="From">{words(from)}</td>
								<td data-label="To">{words(to)}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<Shown few={moves.length} of={count} />
			{weighings.length > 0 && (
				<table className="table">
					<caption className="hidden-text">Plays that would get another priority</caption>
					<thead>
						<tr>
							<th scope="col">Account</th>
							<th scope="col">Play</th>
							<th scope="col" className="end numbers">
								Priority now
							</th>
							<th scope="col" className="end numbers">
								Then
							</th>
						</tr>
					</thead>
					<tbody>
						{weighings.map(({ accountId, account, type, from, to }) => (
							<tr key={`${accountId} ${type}`}>
								<th scope="row">
									<a href={`/accounts/${accountId}/success`}>{account}</a>
								</th>
								<td>{PLAY_TYPE_LABELS[type]}</td>
								<td data-label="Priority now" className="end numbers">
									{points(from)}
								</td>
								<td data-label="Then" className="end numbers">
									{points(to)}
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<Shown few={weighings.length} of={weighed} />
		</Section>
	);
}

function Shown({ few, of }: { few: number; of: number }) {
	if (of <= few) return null;
	return (
		<p className="muted">
			The first {few.toLocaleString("en-US")} of {of.toLocaleString("en-US")}, by account.
		</p>
	);
}
