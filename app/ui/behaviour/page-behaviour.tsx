import { useNavigation } from "@remix-run/react";
import { useEffect, useSyncExternalStore } from "react";
import type { Command } from "#app/ui/menu/navigation.ts";
import { isConnectionLost, onConnection } from "./connection.ts";
import { fetchWithPatience } from "./patient-fetch.ts";
import { UnsavedForms } from "./unsaved-forms.tsx";
import { findUnsent, onUnsent } from "./unsent.ts";
import { useBusyForms } from "./use-busy-forms.ts";
import { useListKeys } from "./use-list-keys.ts";
import { usePlainLinks } from "./use-plain-links.ts";
import { useShortcuts } from "./use-shortcuts.ts";

/** What a script adds to a page outside the frame: a double click sends once, and nothing typed is lost. */
export function FormBehaviour() {
	useBusyForms();
	useEffect(() => fetchWithPatience(), []);
	return <ConnectionLine />;
}

/**
 * All that a script adds to every page, listening at the document: rows and buttons carry no code of their own.
 * Draws only the line that shows a page is on its way, and the one that says the server is out of reach.
 */
export function PageBehaviour({ commands }: { commands: readonly Command[] }) {
	const navigation = useNavigation();
	useBusyForms();
	useEffect(() => fetchWithPatience(), []);
	useListKeys();
	usePlainLinks();
	useShortcuts(commands);
	return (
		<>
			{navigation.state !== "idle" && <div className="load-bar" role="progressbar" aria-label="Loading" />}
			<UnsavedForms />
			<ConnectionLine />
		</>
	);
}

/** Says that the server is out of reach. Its place is always there, so that a screen reader hears what comes into it. */
function ConnectionLine() {
	const isLost = useSyncExternalStore(onConnection, isConnectionLost, () => false);
	const unsent = useSyncExternalStore(onUnsent, findUnsent, () => undefined);
	return (
		<div className="connection" role="status">
			{unsent && <p>{UNSENT[unsent]}</p>}
			{isLost && <span>No connection; trying again</span>}
		</div>
	);
}

const UNSENT = {
	form: "The server did not answer, so this may not be saved. What you typed is still here; send it again in a moment.",
	link: "The server did not answer, so this page stays as it is until it does.",
};
