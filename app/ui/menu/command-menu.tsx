import { Link, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "#app/ui/signs/icon.tsx";
import { findCommands } from "./find-commands.ts";
import { Keys } from "./keys.tsx";
import type { Command } from "./navigation.ts";
import { useDialog } from "./use-dialog.ts";
import { useFound } from "./use-found.ts";

type MenuProps = { commands: readonly Command[]; search?: string; find?: string };

/**
 * Ctrl-K: type, arrows, Enter. `find` answers `?q=` with more commands, such as records by name. Without a script the links that open it lead to MenuPage.
 */
export function CommandMenu({ commands, search = "/search", find = "/search/found" }: MenuProps) {
	const { ref, open, close } = useDialog("command-menu");
	return (
		<dialog ref={ref} className="dialog" aria-label="Command menu">
			{open && <CommandBox commands={commands} search={search} find={find} close={close} />}
		</dialog>
	);
}

function CommandBox({ commands, search, find, close }: Required<MenuProps> & { close(): void }) {
	const navigate = useNavigate();
	const [typed, setTyped] = useState("");
	const [at, setAt] = useState(0);
	const records = useFound(find, typed.trim());
	const found = choices([commands, records], typed.trim(), search);

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
			<CommandInput
				active={found.length ? `command-${at}` : undefined}
				value={typed}
				onKeyDown={onKeyDown}
				onType={(words) => {
					setTyped(words);
					setAt(0);
				}}
			/>
			<CommandList found={found} at={at} point={setAt} go={go} />
		</div>
	);
}

/** What fits, then the records of that name, and last the search over everything for the same words. */
function choices(
	[commands, records]: [readonly Command[], readonly Command[]],
	words: string,
	search: string,
): Command[] {
	const found = findCommands(commands, words);
	if (words === "") return found;
	return [
		...found,
		...records,
		{ label: `Search for “${words}”`, href: `${search}?q=${encodeURIComponent(words)}`, icon: "search" },
	];
}

type InputProps = {
	active: string | undefined;
	value: string;
	onType(words: string): void;
	onKeyDown(event: KeyboardEvent): void;
};

function CommandInput({ active, value, onType, onKeyDown }: InputProps) {
	return (
		<input
			className="command-input"
			role="combobox"
			aria-label="Find a page or an act"
			aria-expanded="true"
			aria-controls="command-list"
			aria-activedescendant={active}
			aria-autocomplete="list"
			placeholder="Go to, or search"
			autoComplete="off"
			// biome-ignore lint/a11y/noAutofocus: a dialog that opens on a key takes the focus to where one types
			autoFocus
			value={value}
			onChange={(event) => onType(event.currentTarget.value)}
			onKeyDown={onKeyDown}
		/>
	);
}

type ListProps = { found: readonly Command[]; at: number; point(at: number): void; go(command: Command): void };

/** The choices; the one that the keys stand on is kept in sight. */
function CommandList({ found, at, point, go }: ListProps) {
	const list = useRef<HTMLDivElement>(null);
	useEffect(() => {
		list.current?.querySelector(`#command-${at}`)?.scrollIntoView({ block: "nearest" });
	}, [at]);

	return (
		<div className="command-list" id="command-list" role="listbox" aria-label="Commands" ref={list} tabIndex={-1}>
			{found.map((command, place) => (
				<CommandItem
					key={command.label + command.href}
					command={command}
					id={`command-${place}`}
					chosen={place === at}
					go={() => go(command)}
					point={() => place !== at && point(place)}
				/>
			))}
		</div>
	);
}

type ItemProps = { command: Command; id: string; chosen: boolean; go(): void; point(): void };

function CommandItem({ command, id, chosen, go, point }: ItemProps) {
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled on the combobox above
		<div
			className="command-item"
			role="option"
			id={id}
			tabIndex={-1}
			aria-selected={chosen}
			onClick={go}
			onPointerMove={point}
		>
			<Icon name={command.icon ?? "arrow-right"} />
			{command.label}
			{command.hint && <small>{command.hint}</small>}
			{command.keys && <Keys keys={command.keys} />}
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
