type Rule = { allows: boolean; path: string };

/** Rules that are read of one file, and bytes of it (RFC 9309, 2.5, asks for 500 KiB at least). */
const MOST_RULES = 2_000;
export const ROBOTS_BYTES = 512 * 1024;
export const ROBOT_NAME = "perigee";

/**
 * Whether a site's robots.txt lets us read a path (with its query), by RFC 9309: the group that names us, else the one
 * for all; of its rules the longest that fits, allowing where two are as long; without any, yes.
 */
export function mayRead(robots: string, path: string): boolean {
	const groups = readGroups(robots);
	const rules = groups.get(ROBOT_NAME) ?? groups.get("*") ?? [];
	let best: Rule | undefined;
	for (const rule of rules) {
		if (!fits(rule.path, path)) continue;
		const isLonger = !best || rule.path.length > best.path.length;
		if (isLonger || (rule.path.length === best!.path.length && rule.allows)) best = rule;
	}
	return best?.allows ?? true;
}

function readGroups(robots: string): Map<string, Rule[]> {
	const groups = new Map<string, Rule[]>();
	let agents: string[] = [];
	let isNaming = false;
	let count = 0;
	for (const line of robots.split(/\r\n|\r|\n/)) {
		const [, name = "", value = ""] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line) ?? [];
		const key = name.toLowerCase();
		if (key === "user-agent") {
			if (!isNaming) agents = [];
			isNaming = true;
			const agent = value.toLowerCase().split("/")[0]!.trim();
			agents.push(agent);
			if (!groups.has(agent)) groups.set(agent, []);
		} else if (key === "allow" || key === "disallow") {
			isNaming = false;
			if (value === "" || ++count > MOST_RULES) continue;
			for (const agent of agents) groups.get(agent)!.push({ allows: key === "allow", path: value });
		}
	}
	return groups;
}

/** A rule's path fits from the beginning; `*` stands for anything, `$` at the end for the end. No backtracking. */
function fits(rule: string, path: string): boolean {
	const isWhole = rule.endsWith("$");
	const [first = "", ...rest] = (isWhole ? rule.slice(0, -1) : rule).split("*");
	if (!path.startsWith(first)) return false;
	let at = first.length;
	for (const [index, part] of rest.entries()) {
		const isLast = index === rest.length - 1;
		const found = isWhole && isLast ? path.length - part.length : path.indexOf(part, at);
		if (found < at || !path.startsWith(part, found)) return false;
		at = found + part.length;
	}
	return !isWhole || at === path.length;
}
