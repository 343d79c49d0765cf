import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import type { Command } from "#app/ui/menu/navigation.ts";
import { isDialogOpen, openDialog } from "#app/ui/menu/use-dialog.ts";

/** How long a first key ("g") waits for its second ("l"), in milliseconds. */
const PAUSE = 1200;

/** The keys of every page: Ctrl-K, `?`, `/`, and the sequences of the commands. They rest while one types. */
export function useShortcuts(commands: readonly Command[]): void {
	const navigate = useNavigate();
	useEffect(() => {
		let pressed = "";
		let at = 0;
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented || event.isComposing) return;
			if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
				event.preventDefault();
				return openDialog("command-menu");
			}
			if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
			if (event.key === "?") return openDialog("shortcuts");
			if (event.key === "/") return focusSearch(event);
			pressed = event.timeStamp - at < PAUSE ? `${pressed} ${event.key}`.trim() : event.key;
			at = event.timeStamp;
			const command = commands.find(({ keys }) => keys === pressed);
			if (command) {
				pressed = "";
				event.preventDefault();
				navigate(command.href);
			}
		};
		const onClick = (event: MouseEvent) => {
			const opener = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-opens]") : null;
			if (!opener?.dataset.opens || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
			event.preventDefault();
			event.stopPropagation();
			openDialog(opener.dataset.opens);
		};
		document.addEventListener("keydown", onKey);
		window.addEventListener("click", onClick, true);
		return () => {
			document.removeEventListener("keydown", onKey);
			window.removeEventListener("click", onClick, true);
		};
	}, [commands, navigate]);
}

/** Whether the keys belong to a field just now. A tick box takes letters for nothing, so it does not count. */
export function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
	return target.isContentEditable || target.matches("textarea, select");
}

function focusSearch(event: KeyboardEvent): void {
	const field = document.querySelector<HTMLInputElement>("[data-search]");
	if (!field) return;
	event.preventDefault();
	field.focus();
	field.select();
}
