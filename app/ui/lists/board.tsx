import { Form, Link, useFetcher } from "@remix-run/react";
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import { Count } from "./count.tsx";

export type BoardCard = { id: string; title: string; href: string; body?: ReactNode; locked?: string };
export type BoardColumn = {
	id: string;
	title: string;
	count: { value: number; over?: boolean };
	/** Said beside the heading: a limit that is passed, a sum. */
	note?: ReactNode;
	cards: readonly BoardCard[];
};

/**
 * Columns with cards. Each card has a list of buttons that move it, which works everywhere; dragging does the same
 * post. The form sends `id`, `to` (a column's id) and `fields` to `action`, which may be each card's own. `locked` says
 * who is editing, and keeps the card.
 */
export function Board({ columns, action, fields = {} }: BoardProps) {
	const fetcher = useFetcher();
	const onMove = useFollowedCard(columns);
	const move = (id: string, to: string) =>
		fetcher.submit({ ...fields, id, to }, { method: "post", action: typeof action === "string" ? action : action(id) });
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
		<section className="board" aria-label="Board" tabIndex={0}>
			{columns.map((column) => (
				<Column
					key={column.id}
					column={column}
					columns={columns}
					action={action}
					fields={fields}
					onDrop={move}
					onMove={onMove}
				/>
			))}
		</section>
	);
}

/**
 * A card that was moved by its buttons has left the column with them, and the focus would fall to the page: it goes to
 * the card where it now stands. Returns what is told of a move.
 */
function useFollowedCard(columns: readonly BoardColumn[]): (id: string, from: string) => void {
	const moved = useRef<{ id: string; from: string }>();
	useEffect(() => {
		if (!moved.current) return;
		const { id, from } = moved.current;
		const now = columns.find(({ cards }) => cards.some((card) => card.id === id));
		if (!now || now.id === from) return;
		moved.current = undefined;
		// Who has gone on to something else meanwhile stays there.
		if (document.activeElement && document.activeElement !== document.body) return;
		const card = document.getElementById(`card-${id}`);
		const handle = card?.querySelector<HTMLElement>("summary") ?? card?.querySelector<HTMLElement>("a");
		handle?.focus({ preventScroll: true });
		card?.scrollIntoView({ block: "nearest", inline: "nearest" });
	}, [columns]);
	return (id, from) => {
		moved.current = { id, from };
	};
}

type BoardProps = {
	columns: readonly BoardColumn[];
	action: string | ((id: string) => string);
	/** What else each move sends. */
	fields?: Readonly<Record<string, string>>;
};

type ColumnProps = Required<BoardProps> & {
	column: BoardColumn;
	onDrop(id: string, to: string): void;
	onMove(id: string, from: string): void;
};

function Column({ column, columns, action, fields, onDrop, onMove }: ColumnProps) {
	const [over, setOver] = useState(false);
	const accepts = (event: DragEvent) => event.dataTransfer.types.includes("text/x-card");
	return (
		<section
			className="board-column"
			aria-label={column.title}
			data-over={over || undefined}
			onDragOver={(event) => {
				if (!accepts(event)) return;
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				setOver(false);
				const id = event.dataTransfer.getData("text/x-card");
				if (!id || column.cards.some((card) => card.id === id)) return;
				event.preventDefault();
				onDrop(id, column.id);
			}}
		>
			<div className="board-head">
				<h2>{column.title}</h2>
				<span className="muted">
					<Count {...column.count} />
				</span>
				{column.note}
			</div>
			{column.cards.length === 0 && <p className="board-empty">Nothing here.</p>}
			<ul className="board-cards">
				{column.cards.map((card) => (
					<CardItem
						key={card.id}
						{...{ card, columns, action, fields }}
						here={column.id}
						onMove={() => onMove(card.id, column.id)}
					/>
				))}
			</ul>
		</section>
	);
}

type CardProps = Required<BoardProps> & { card: BoardCard; here: string; onMove(): void };

function CardItem({ card, here, columns, action, fields, onMove }: CardProps) {
	return (
		<li
			className="board-card"
			id={`card-${card.id}`}
			draggable={!card.locked}
			onDragStart={(event) => {
				event.dataTransfer.setData("text/x-card", card.id);
				event.dataTransfer.effectAllowed = "move";
			}}
		>
			<Link to={card.href} discover="none">
				{card.title}
			</Link>
			{card.body}
			{card.locked ? (
				<p className="cluster muted">
					<Icon name="lock" />
					{card.locked}
				</p>
			) : (
				<details className="board-move">
					<summary aria-label={`Move ${card.title}`}>
						Move <Icon name="arrow-right" />
					</summary>
					<Form
						discover="none"
						method="post"
						action={typeof action === "string" ? action : action(card.id)}
						onSubmit={onMove}
						preventScrollReset
					>
						<input type="hidden" name="id" value={card.id} />
						{Object.entries(fields).map(([name, value]) => (
							<input key={name} type="hidden" name={name} value={value} />
						))}
						{columns
							.filter(({ id }) => id !== here)
							.map(({ id, title }) => (
								<SubmitButton key={id} tone="plain" small name="to" value={id}>
									{title}
								</SubmitButton>
							))}
					</Form>
				</details>
			)}
		</li>
	);
}
