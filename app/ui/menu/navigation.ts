import type { IconName } from "#app/ui/signs/icon-names.ts";

/** One area in the sidebar. `count` is what waits there; `keys` is its shortcut, such as "g l". */
export type NavItem = {
	label: string;
	/** The label where there is little room: the phone's bottom bar. */
	short?: string;
	href: string;
	icon: IconName;
	count?: string;
	keys?: string;
	/** Paths elsewhere that belong to the area. */
	also?: readonly string[];
};

/** One line of the command menu, of /menu and of the list of shortcuts. */
export type Command = { label: string; href: string; hint?: string; keys?: string; icon?: IconName };

/** Whether a path lies in an area: `/leads` holds `/leads` and `/leads/1`, not `/leads-old`; `/` only itself. */
export function isWithin(path: string, area: string): boolean {
	return path === area || (area !== "/" && path.startsWith(`${area}/`));
}

/** The navigation as commands, so that every area can be reached from the menu. */
export function navCommands(items: readonly NavItem[]): Command[] {
	return items.map(({ label, href, keys, icon }) => ({ label, href, keys, icon, hint: "Go to" }));
}
