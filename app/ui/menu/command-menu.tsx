import { Link, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "#app/ui/signs/icon.tsx";
import { findCommands } from "./find-commands.ts";
import { Keys } from "./keys.tsx";
import type { Command } from "./navigation.ts";
import { useDialog } from "./use-dialog.ts";

/** Ctrl-K: type, arrows, Enter. Without a script the links that open it lead to MenuPage. */
export function CommandMenu({ commands, search = "/search" }: { commands: readonly Command[]; search?: string }) {
	const { ref, open, close } = useDialog("command-menu");
	return (
		<dialog ref={ref} className="dialog" aria-label="Command menu">
			{open && <CommandBox commands={commands} search={search} close={close} />}
		</dialog>
	);
}

function CommandBox({ commands, search, close }: { commands: readonly Command[]; search: string; close(): void }) {
	const navigate = useNavigate();
	const list = useRef<HTMLDivElement>(null);
	const [typed, setTyped] = useState("");
	const [at, setAt] = useState(0);
	const found = findCommands(commands, typed);
	if (typed.trim())
		found.push({
			label: `Search for “${typed.trim()}”`,
			href: `${search}?q=${encodeURIComponent(typed.trim())}`,
			icon: "search",
		});

	useEffect(() => {
		list.current?.querySelector(`#command-${at}`)?.scrollIntoView({ block: "nearest" });
	}, [at]);

	function go(command: Command | undefined) {
		if (!command) return;
		close();
		navigate(command.href);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === "Enter") go(found[at]);
		else if (event.key === "ArrowDown") setAt((at + 1) % found.length);
		else if (event.key === "ArrowUp") setAt((at - 1 + found.length) % found.length);
		else return;
		event.preventDefault();
	}

	return (
		<div className="command">
			<input
				className="command-input"
				role="combobox"
				aria-label="Find a page or an act"
				aria-expanded="true"
				aria-controls="command-list"
				aria-activedescendant={found.length ? `command-${at}` : undefined}
				aria-autocomplete="list"
				placeholder="Go to, or search"
				autoComplete="off"
				// biome-ignore lint/a11y/noAutofocus: a dialog that opens on a key takes the focus to where one types
				autoFocus
				value={typed}
				onChange={(event) => {
					setTyped(event.currentTarget.value);
					setAt(0);
				}}
				onKeyDown={onKeyDown}
			/>
			<div className="command-list" id="command-list" role="listbox" aria-label="Commands" ref={list} tabIndex={-1}>
				{found.map((command, place) => (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled on the combobox above
					<div
						key={command.label + command.href}
						className="command-item"
						role="option"
						id={`command-${place}`}
						tabIndex={-1}
						aria-selected={place === at}
						onClick={() => go(command)}
						onPointerMove={() => place !== at && setAt(place)}
					>
						<Icon name={command.icon ?? "arrow-right"} />
						{command.label}
						{command.hint && <small>{command.hint}</small>}
						{command.keys && <Keys keys={command.keys} />}
					</div>
				))}
			</div>
		</div>
	);
}

/** The plain twin of the command menu: every command as a link, on a page of its own (/menu). */
export function MenuPage({ commands }: { commands: readonly Command[] }) {
	return (
		<ul className="menu-page">
			{commands.map((command) => (
				<li key={command.label + command.href}>
					<Link to={command.href} discover="none">
						<Icon name={command.icon ?? "arrow-right"} />
						{command.label}
						{command.keys && <Keys keys={command.keys} />}
					</Link>
				</li>
			))}
		</ul>
	);
}
