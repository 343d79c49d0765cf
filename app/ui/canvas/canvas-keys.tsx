import { useEffect, useRef } from "react";
import { isTyping } from "#app/ui/behaviour/use-shortcuts.ts";
import { IconButton } from "#app/ui/forms/button.tsx";
import { Keys } from "#app/ui/menu/keys.tsx";
import { isDialogOpen, useDialog } from "#app/ui/menu/use-dialog.ts";
import { type Direction, directionOf } from "./walk.ts";

/** What the keys of the canvas do. Those that change something are absent where nothing may be changed. */
export type KeyActs = {
	walk(direction: Direction): void;
	nudge?(direction: Direction): void;
	open(): void;
	toggle(): void;
	all(): void;
	none(): void;
	add?(): void;
	connect?(): void;
	remove?(): void;
	duplicate?(): void;
	copy?(): void;
	cut?(): void;
	paste?(): void;
	undo?(): void;
	redo?(): void;
	layOut?(): void;
	fit(): void;
	zoomIn(): void;
	zoomOut(): void;
	help(): void;
};

/** With Ctrl, or the command key. */
const WITH_CTRL: Record<string, keyof KeyActs> = {
	z: "undo",
	"shift z": "redo",
	y: "redo",
	a: "all",
	c: "copy",
	x: "cut",
	v: "paste",
	d: "duplicate",
};

const ALONE: Record<string, keyof KeyActs> = {
	a: "add",
	c: "connect",
	l: "layOut",
	f: "fit",
	"+": "zoomIn",
	"=": "zoomIn",
	"-": "zoomOut",
	"?": "help",
	Delete: "remove",
	Backspace: "remove",
	Escape: "none",
};

/** These belong to buttons and links wherever they stand; on a card they are the canvas's. */
const ON_CARDS: Record<string, keyof KeyActs> = { Enter: "open", " ": "toggle" };

/** Which act a key stands for; undefined for one that is not ours. `isOnCard`: the keys are a card's just now. */
export function actOf(
	event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
	isOnCard: boolean,
): { act: keyof KeyActs; direction?: Direction } | undefined {
	const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
	if (altKey) return undefined;
	if (ctrlKey || metaKey) {
		const act = WITH_CTRL[`${shiftKey ? "shift " : ""}${key.toLowerCase()}`];
		return act && { act };
	}
	const direction = directionOf(key);
	if (direction) return isOnCard ? { act: shiftKey ? "nudge" : "walk", direction } : undefined;
	const act = ALONE[key] ?? (isOnCard ? ON_CARDS[key] : undefined);
	return act && { act };
}

/** Listens for the canvas's keys, before those of every page; they rest while one types or a dialog is open. */
export function useCanvasKeys(acts: KeyActs): void {
	const latest = useRef(acts);
	latest.current = acts;
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.isComposing || isTyping(event.target) || isDialogOpen()) return;
			const target = event.target instanceof Element ? event.target : null;
			const found = actOf(event, target?.matches(".react-flow__node") ?? false);
			const act = found && (latest.current[found.act] as ((direction?: Direction) => void) | undefined);
			if (!found || !act) return;
			// Words that are marked on the page are what is copied then.
			if ((found.act === "copy" || found.act === "cut") && window.getSelection()?.toString()) return;
			event.preventDefault();
			act(found.direction);
		};
		window.addEventListener("keydown", onKey, true);
		return () => window.removeEventListener("keydown", onKey, true);
	}, []);
}

const LINES = [
	{ label: "Next card, previous card", keys: "Tab Shift+Tab" },
	{ label: "Along a connection, and back", keys: "→ ←" },
	{ label: "To the card above or below", keys: "up down" },
	{ label: "Move the chosen cards", keys: "Shift+arrow" },
	{ label: "Choose the card and open its settings", keys: "enter" },
	{ label: "Choose one more, or one less", keys: "Space" },
	{ label: "Add a step after the chosen one", keys: "a" },
	{ label: "Connect the chosen step", keys: "c" },
	{ label: "Delete what is chosen", keys: "Delete" },
	{ label: "Undo, redo", keys: "Ctrl+Z Ctrl+Shift+Z" },
	{ label: "Copy, cut, paste, duplicate", keys: "Ctrl+C Ctrl+X Ctrl+V Ctrl+D" },
	{ label: "Choose all, choose nothing", keys: "Ctrl+A esc" },
	{ label: "Lay out from left to right", keys: "l" },
	{ label: "Show all, nearer, further away", keys: "f + -" },
	{ label: "These keys", keys: "?" },
];

export const KEYS_DIALOG = "canvas-keys";

/** `?` on the canvas: its keys on one sheet. */
export function CanvasKeysDialog() {
	const { ref, open, close } = useDialog(KEYS_DIALOG);
	return (
		<dialog ref={ref} className="dialog" aria-label="Keys of the canvas">
			{open && (
				<div className="dialog-pad">
					<div className="dialog-head">
						<h2>Keys of the canvas</h2>
						<IconButton label="Close" icon="close" onClick={close} />
					</div>
					<dl className="shortcuts">
						{LINES.map(({ label, keys }) => (
							<div key={label} className="tw:contents">
								<dt>{label}</dt>
								<dd>
									<Keys keys={keys} />
								</dd>
							</div>
						))}
					</dl>
				</div>
			)}
		</dialog>
	);
}
