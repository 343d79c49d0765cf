import { useNavigation } from "@remix-run/react";
import { useSyncExternalStore } from "react";
import type { Command } from "#app/ui/menu/navigation.ts";
import { isConnectionLost, onConnection } from "./connection.ts";
import { useBusyForms } from "./use-busy-forms.ts";
import { useListKeys } from "./use-list-keys.ts";
import { usePlainLinks } from "./use-plain-links.ts";
import { useShortcuts } from "./use-shortcuts.ts";

/** What a script adds to a page outside the frame: a double click sends once. */
export function FormBehaviour() {
	useBusyForms();
	return null;
}

/**
 * All that a script adds to every page, listening at the document: rows and buttons carry no code of their own.
 * Draws only the line that shows a page is on its way, and the one that says the server is out of reach.
 */
export function PageBehaviour({ commands }: { commands: readonly Command[] }) {
	const navigation = useNavigation();
	useBusyForms();
	useListKeys();
	usePlainLinks();
	useShortcuts(commands);
	return (
		<>
			{navigation.state !== "idle" && <div className="load-bar" role="progressbar" aria-label="Loading" />}
			<ConnectionLine />
		</>
	);
}

/** Says that the server is out of reach. Its place is always there, so that a screen reader hears what comes into it. */
function ConnectionLine() {
	const isLost = useSyncExternalStore(onConnection, isConnectionLost, () => false);
	return (
		<div className="connection" role="status">
			{isLost && <span>No connection; trying again</span>}
		</div>
	);
}
