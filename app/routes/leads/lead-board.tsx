import type { BoardColumnData, BoardRow } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { Board } from "#app/ui/lists/board.tsx";
import { Money } from "#app/ui/signs/money.tsx";

/** The leads by state; a card moves by its buttons, or by dragging. */
export function LeadBoard({ columns }: { columns: readonly BoardColumnData[] }) {
	return (
		<Board
			action="/leads/moves"
			columns={columns.map(({ state, count, rows }) => ({
				id: state,
				title: LEAD_STATE_LABELS[state],
				count,
				cards: rows.map(card),
			}))}
		/>
	);
}

function card([id, name, note, , location, owner, value, currency]: BoardRow) {
	return {
		id,
		title: name,
		href: `/leads/${id}`,
		body: (
			<p className="muted">
				{note}
				<br />
				{[location, owner].filter(Boolean).join(" · ")}
				{value !== null && (
					<>
						{" · "}
						<Money minor={value} currency={currency} />
					</>
				)}
			</p>
		),
	};
}
