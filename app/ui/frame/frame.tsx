import { Link, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { PageBehaviour } from "#app/ui/behaviour/page-behaviour.tsx";
import { CommandMenu } from "#app/ui/menu/command-menu.tsx";
import { type Command, isWithin, type NavItem, navCommands } from "#app/ui/menu/navigation.ts";
import { ShortcutsDialog } from "#app/ui/menu/shortcuts-dialog.tsx";
import { Avatar } from "#app/ui/signs/avatar.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import { SkipLink } from "./skip-link.tsx";

export type FrameProps = {
	org: { name: string; href?: string };
	/** The areas that exist and that this person may see, in order; the first five make the phone's bottom bar. */
	nav: readonly NavItem[];
	person: { name: string; role?: string; href: string };
	settings?: string;
	/** More lines for the command menu than the areas themselves. */
	commands?: readonly Command[];
	/** The page that lists all commands, and lists the shortcuts, without a script. */
	menu?: string;
	/** The page that searches everything by `?q=`. */
	search?: string;
	children: ReactNode;
};

/** The shell of the application: sidebar (bottom bar on a phone), skip link, command menu, and the page in `main`. */
export function Frame({
	org,
	nav,
	person,
	settings = "/settings",
	commands = [],
	menu = "/menu",
	search = "/search",
	children,
}: FrameProps) {
	const { pathname } = useLocation();
	const foot: NavItem[] = [{ label: "Settings", href: settings, icon: "settings", also: ["/audit", "/jobs"] }];
	const all = [...navCommands([...nav, ...foot]), ...commands];
	return (
		<div className="frame">
			<SkipLink />
			<Side {...{ org, nav, foot, person, menu }} path={pathname} />
			<main className="frame-main" id="main" tabIndex={-1}>
				{children}
			</main>
			<BottomBar
				items={nav}
				foot={[{ label: "Search", href: search, icon: "search" }, ...foot]}
				person={person}
				path={pathname}
			/>
			<CommandMenu commands={all} search={search} />
			<ShortcutsDialog commands={all} />
			<PageBehaviour commands={all} />
		</div>
	);
}

type SideProps = Pick<FrameProps, "org" | "nav" | "person"> & { foot: readonly NavItem[]; menu: string; path: string };

function Side({ org, nav, foot, person, menu, path }: SideProps) {
	return (
		<header className="frame-side">
			<Link to={org.href ?? "/"} discover="none" className="frame-org">
				<Avatar name={org.name} square />
				{org.name}
			</Link>
			<nav aria-label="Areas">
				<NavList items={nav} path={path} />
			</nav>
			<div className="frame-foot">
				<Link to={menu} discover="none" className="nav-link" data-opens="command-menu">
					<Icon name="search" />
					Menu
					<kbd className="nav-count">Ctrl K</kbd>
				</Link>
				<NavList items={foot} path={path} />
				<Link to={person.href} discover="none" className="frame-person">
					<Avatar name={person.name} />
					<span>
						{person.name}
						{person.role && <small>{person.role}</small>}
					</span>
				</Link>
			</div>
		</header>
	);
}

function isIn(path: string, { href, also = [] }: NavItem): boolean {
	return [href, ...also].some((area) => isWithin(path, area));
}

function NavList({ items, path }: { items: readonly NavItem[]; path: string }) {
	return (
		<ul className="nav-list" data-links>
			{items.map((item) => (
				<li key={item.href}>
					<a href={item.href} className="nav-link" aria-current={isIn(path, item) ? "page" : undefined}>
						<Icon name={item.icon} />
						{item.label}
						{item.count && <span className="nav-count">{item.count}</span>}
					</a>
				</li>
			))}
		</ul>
	);
}

/** The phone's navigation. `key` closes the menu after each step, since the layout stays mounted. */
function BottomBar({
	items,
	foot,
	person,
	path,
}: {
	items: readonly NavItem[];
	foot: readonly NavItem[];
	person: FrameProps["person"];
	path: string;
}) {
	const rest: NavItem[] = [...items.slice(5), ...foot, { label: person.name, href: person.href, icon: "person" }];
	return (
		<nav className="frame-bar" data-links aria-label="Areas, small screen">
			<ul>
				{items.slice(0, 5).map((item) => (
					<li key={item.href}>
						<a href={item.href} className="bar-link" aria-current={isIn(path, item) ? "page" : undefined}>
							<Icon name={item.icon} />
							<span className="bar-label">{item.short ?? item.label}</span>
						</a>
					</li>
				))}
				<li>
					<details key={path}>
						<summary className="bar-link">
							<Icon name="menu" />
							<span className="bar-label">Menu</span>
						</summary>
						<div className="bar-menu">
							<NavList items={rest} path={path} />
						</div>
					</details>
				</li>
			</ul>
		</nav>
	);
}
