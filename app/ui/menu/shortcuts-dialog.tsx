import { IconButton } from "#app/ui/forms/button.tsx";
import { Keys } from "./keys.tsx";
import type { Command } from "./navigation.ts";
import { useDialog } from "./use-dialog.ts";

const everywhere = [
	{ label: "Command menu", keys: "mod k" },
	{ label: "Search this page", keys: "/" },
	{ label: "These shortcuts", keys: "?" },
	{ label: "Next row, previous row", keys: "j k" },
	{ label: "Select the row", keys: "x" },
	{ label: "Open the row", keys: "enter" },
	{ label: "Close", keys: "esc" },
];

/** `?`: all keys on one sheet. ShortcutList is its plain twin, for /menu. */
export function ShortcutsDialog({ commands }: { commands: readonly Command[] }) {
	const { ref, open, close } = useDialog("shortcuts");
	return (
		<dialog ref={ref} className="dialog" aria-label="Keyboard shortcuts">
			{open && (
				<div className="dialog-pad">
					<div className="dialog-head">
						<h2>Keyboard shortcuts</h2>
						<IconButton label="Close" icon="close" onClick={close} />
					</div>
					<ShortcutList commands={commands} />
				</div>
			)}
		</dialog>
	);
}

/** What each key does: those that work everywhere, then those of the areas. */
export function ShortcutList({ commands }: { commands: readonly Command[] }) {
	const lines = [...everywhere, ...commands.filter((command) => command.keys)];
	return (
		<dl className="shortcuts">
			{lines.map(({ label, keys }) => (
				<div key={label} className="tw:contents">
					<dt>{label}</dt>
					<dd>
						<Keys keys={keys ?? ""} />
					</dd>
				</div>
			))}
		</dl>
	);
}
