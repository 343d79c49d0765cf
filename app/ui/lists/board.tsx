import { Form, Link, useFetcher } from "@remix-run/react";
import { type DragEvent, type ReactNode, useState } from "react";
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
	const move = (id: string, to: string) =>
		fetcher.submit({ ...fields, id, to }, { method: "post", action: typeof action === "string" ? action : action(id) });
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
		<section className="board" aria-label="Board" tabIndex={0}>
			{columns.map((column) => (
				<Column key={column.id} column={column} columns={columns} action={action} fields={fields} onDrop={move} />
			))}
		</section>
	);
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
};

function Column({ column, columns, action, fields, onDrop }: ColumnProps) {
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
					<CardItem key={card.id} card={card} here={column.id} columns={columns} action={action} fields={fields} />
				))}
			</ul>
		</section>
	);
}

type CardProps = Required<BoardProps> & { card: BoardCard; here: string };

function CardItem({ card, here, columns, action, fields }: CardProps) {
	return (
		<li
			className="board-card"
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
					<Form discover="none" method="post" action={typeof action === "string" ? action : action(card.id)}>
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
