import { useEffect } from "react";
import { isDialogOpen } from "#app/ui/menu/use-dialog.ts";
import { isTyping } from "./use-shortcuts.ts";

/**
 * Keys in a list (`[data-list]`): j and k from anywhere, the arrows once in it, x ticks the row. Enter opens, since
 * what has the focus is the row's link. Ticking with shift held takes all rows between.
 */
export function useListKeys(): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			if (isTyping(event.target) || isDialogOpen()) return;
			const row = document.activeElement?.closest<HTMLElement>("[data-list] tbody tr") ?? null;
			const step = stepOf(event.key, row !== null);
			if (step !== 0) move(row, step);
			else if (event.key === "x" && row) row.querySelector<HTMLInputElement>(".pick input")?.click();
			else return;
			event.preventDefault();
		};
		let last: HTMLInputElement | null = null;
		const onClick = (event: MouseEvent) => {
			const box = event.target;
			if (!(box instanceof HTMLInputElement) || !box.closest("[data-list] .pick")) return;
			if (event.shiftKey && last) tickBetween(last, box);
			last = box;
		};
		document.addEventListener("keydown", onKey);
		document.addEventListener("click", onClick);
		return () => {
			document.removeEventListener("keydown", onKey);
			document.removeEventListener("click", onClick);
		};
	}, []);
}

function stepOf(key: string, inside: boolean): number {
	if (key === "j" || (inside && key === "ArrowDown")) return 1;
	if (key === "k" || (inside && key === "ArrowUp")) return -1;
	return 0;
}

function move(row: HTMLElement | null, step: number): void {
	const rows = [...document.querySelectorAll<HTMLElement>("[data-list] tbody tr")];
	const next = row ? rows[rows.indexOf(row) + step] : rows[step > 0 ? 0 : rows.length - 1];
	next?.querySelector<HTMLElement>("th a")?.focus();
}

function tickBetween(from: HTMLInputElement, to: HTMLInputElement): void {
	const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-list] .pick input")];
	const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
	if (start === undefined || end === undefined || start < 0) return;
	for (const box of boxes.slice(start, end + 1)) box.checked = to.checked;
}
