import { useNavigation } from "@remix-run/react";
import type { Command } from "#app/ui/menu/navigation.ts";
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
 * Draws only the line that shows a page is on its way.
 */
export function PageBehaviour({ commands }: { commands: readonly Command[] }) {
	const navigation = useNavigation();
	useBusyForms();
	useListKeys();
	usePlainLinks();
	useShortcuts(commands);
	return navigation.state === "idle" ? null : <div className="load-bar" role="progressbar" aria-label="Loading" />;
}
