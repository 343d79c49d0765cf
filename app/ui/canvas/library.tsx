import { type DragEvent, type KeyboardEvent, type RefObject, useId, useState } from "react";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";
import { DRAGGED } from "./canvas.tsx";

/** One kind of step that can be added. */
export type LibraryItem = { kind: string; label: string; hint: string; icon: IconName };
export type LibraryGroup = { label: string; items: readonly LibraryItem[] };

/**
 * What can be added, by group, with a search: dragged to where it belongs, or added after the chosen card by a press,
 * by Enter, or by Enter in the search for the first that was found.
 */
export function Library({
	groups,
	search,
	onAdd,
}: {
	groups: readonly LibraryGroup[];
	search: RefObject<HTMLInputElement>;
	onAdd(kind: string): void;
}) {
	const [words, setWords] = useState("");
	const id = useId();
	const found = findItems(groups, words);
	const first = found[0]?.items[0];
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || !first) return;
		event.preventDefault();
		setWords("");
		onAdd(first.kind);
	};
	return (
		<div className="canvas-library">
			<label htmlFor={id} className="hidden-text">
				Search steps to add
			</label>
			<input
				id={id}
				ref={search}
				type="search"
				className="input"
				placeholder="Add a step"
				value={words}
				onChange={({ target }) => setWords(target.value)}
				onKeyDown={onKeyDown}
			/>
			{found.length === 0 && (
				<p className="muted">
					No step is called “{words}”.{" "}
					<button type="button" className="link" onClick={() => setWords("")}>
						Clear the search
					</button>
				</p>
			)}
			{found.map(({ label, items }) => (
				<section key={label} aria-label={label}>
					<h2>{label}</h2>
					<ul>
						{items.map((item) => (
							<li key={item.kind}>
								<Item item={item} onAdd={onAdd} />
							</li>
						))}
					</ul>
				</section>
			))}
		</div>
	);
}

function Item({ item: { kind, label, hint, icon }, onAdd }: { item: LibraryItem; onAdd(kind: string): void }) {
	const onDragStart = (event: DragEvent) => {
		event.dataTransfer.setData(DRAGGED, kind);
		event.dataTransfer.effectAllowed = "copy";
	};
	return (
		<button
			type="button"
			className="canvas-item"
			title={hint}
			draggable
			onDragStart={onDragStart}
			onClick={() => onAdd(kind)}
		>
			<Icon name={icon} />
			{label}
		</button>
	);
}

/**
 * Groups with the items whose names or hints hold every word, the likeliest first: what is called so, what begins so, what
 * has words that begin so, what has them anywhere in its name, and then what only tells of them.
 */
export function findItems(groups: readonly LibraryGroup[], words: string): LibraryGroup[] {
	const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
	if (wanted.length === 0) return groups.filter(({ items }) => items.length > 0);
	return groups
		.map(({ label, items }) => {
			const rated = items
				.map((item) => ({ item, rank: rankOf(item, label, wanted) }))
				.filter(({ rank }) => rank < NONE)
				.sort((a, b) => a.rank - b.rank);
			return { label, items: rated.map(({ item }) => item), rank: rated[0]?.rank ?? NONE };
		})
		.filter(({ rank }) => rank < NONE)
		.sort((a, b) => a.rank - b.rank)
		.map(({ label, items }) => ({ label, items }));
}

const NONE = 5;

function rankOf({ label, hint }: LibraryItem, group: string, wanted: readonly string[]): number {
	const name = label.toLowerCase();
	const asked = wanted.join(" ");
	if (name === asked) return 0;
	if (name.startsWith(asked)) return 1;
	const parts = name.split(/\W+/);
	if (wanted.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
	if (wanted.every((word) => name.includes(word))) return 3;
	const text = `${name} ${hint} ${group}`.toLowerCase();
	return wanted.every((word) => text.includes(word)) ? 4 : NONE;
}
