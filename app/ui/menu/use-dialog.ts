import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

const OPEN = "open-dialog";

/** Opens the dialog of this id, wherever it is drawn. The native element keeps Esc, the focus trap and its return. */
export function openDialog(id: string): void {
	document.dispatchEvent(new CustomEvent(OPEN, { detail: id }));
}

/** The id of the dialog that is open now, if any: shortcuts rest meanwhile. */
export function isDialogOpen(): boolean {
	return document.querySelector("dialog[open]") !== null;
}

/** State of one modal dialog; its contents need to be drawn only while `open`, so that pages stay small. */
export function useDialog(id: string): { ref: RefObject<HTMLDialogElement>; open: boolean; close(): void } {
	const ref = useRef<HTMLDialogElement>(null);
	const [open, setOpen] = useState(false);
	useEffect(() => {
		const dialog = ref.current;
		if (!dialog) return;
		const onOpen = (event: Event) => {
			if (!(event instanceof CustomEvent) || event.detail !== id || isDialogOpen()) return;
			flushSync(() => setOpen(true));
			dialog.showModal();
		};
		const onClose = () => setOpen(false);
		document.addEventListener(OPEN, onOpen);
		dialog.addEventListener("close", onClose);
		return () => {
			document.removeEventListener(OPEN, onOpen);
			dialog.removeEventListener("close", onClose);
		};
	}, [id]);
	return { ref, open, close: useCallback(() => ref.current?.close(), []) };
}
