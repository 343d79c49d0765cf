import type { RouteConfigEntry } from "@remix-run/route-config";

/** A form as a browser would post it: where to, and its fields as they stand with the button that sends it. */
export type FoundForm = { page: string; action: string; fields: [string, string][] };

/** Every URL pattern of the route config, such as `/leads/:id`; layouts without a path add none. */
export function patternsOf(entries: readonly RouteConfigEntry[], base = ""): string[] {
	return entries.flatMap((entry) => {
		const path = entry.path ? `${base}/${entry.path}` : base;
		const own = entry.path || entry.index ? [path || "/"] : [];
		return [...own, ...patternsOf(entry.children ?? [], path)];
	});
}

/** The first pattern that a path fits, static parts before parameters; the catch-all fits nothing. */
export function patternFor(patterns: readonly string[], path: string): string | undefined {
	const fits = patterns.filter((pattern) => {
		const [wanted, given] = [pattern.split("/"), path.replace(/(.)\/$/, "$1").split("/")];
		return wanted.length === given.length && wanted.every((part, n) => part.startsWith(":") || part === given[n]);
	});
	return fits.toSorted((left, right) => left.split(":").length - right.split(":").length)[0];
}

/** The local links of a page, without their fragments. */
export function linksOf(html: string, page: string): string[] {
	const found = [...html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)].map(([, href]) => unescapeHtml(href ?? ""));
	return [...new Set(found.flatMap((href) => local(href, page)))];
}

/** The forms of a page that change something, once for each button that sends them. */
export function formsOf(html: string, page: string): FoundForm[] {
	return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, open = "", inside = ""]) => {
		if (attribute(open, "method")?.toLowerCase() !== "post") return [];
		const [action] = local(attribute(open, "action") ?? page, page);
		if (!action) return [];
		const fields = fieldsOf(inside);
		const buttons = [...inside.matchAll(/<button\b([^>]*)>/g)].flatMap(([, tag = ""]): [string, string][] => {
			const name = attribute(tag, "name");
			return name ? [[name, attribute(tag, "value") ?? ""]] : [];
		});
		const sent = buttons.length > 0 ? buttons.map((button) => [...fields, button]) : [fields];
		return sent.map((each) => ({ page, action, fields: each }));
	});
}

function fieldsOf(inside: string): [string, string][] {
	const inputs = [...inside.matchAll(/<input\b([^>]*)>/g)].flatMap(([, tag = ""]): [string, string][] => {
		const [name, type] = [attribute(tag, "name"), attribute(tag, "type") ?? "text"];
		if (!name || type === "submit" || type === "file") return [];
		if (["checkbox", "radio"].includes(type) && !/\schecked\b/.test(tag)) return [];
		return [[name, attribute(tag, "value") ?? (type === "checkbox" ? "on" : sample(type))]];
	});
	const areas = [...inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)].map(
		([, tag = "", text = ""]): [string, string] => [
			attribute(tag, "name") ?? "text",
			unescapeHtml(text) || "Some text",
		],
	);
	const selects = [...inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)].map(
		([, tag = "", options = ""]): [string, string] => {
			const chosen = /<option\b([^>]*\sselected\b[^>]*)>/.exec(options)?.[1];
			const first = /<option\b([^>]*value="[^"]+"[^>]*)>/.exec(options)?.[1];
			return [attribute(tag, "name") ?? "choice", attribute(chosen ?? first ?? "", "value") ?? ""];
		},
	);
	return [...inputs, ...areas, ...selects];
}

function sample(type: string): string {
	const samples: Record<string, string> = { email: "someone@sweep.perigee.test", number: "1", date: "2026-12-01" };
	return samples[type] ?? "Sweep";
}

function attribute(tag: string, name: string): string | undefined {
	const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
	return found === undefined ? undefined : unescapeHtml(found);
}

function local(href: string, page: string): string[] {
	const base = "http://local.invalid";
	if (!URL.canParse(href, base + page)) return [];
	const url = new URL(href, base + page);
	return url.origin === base ? [url.pathname + url.search] : [];
}

function unescapeHtml(text: string): string {
	const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
	return text.replace(/&(#?\w+);/g, (whole, name: string) => names[name] ?? whole);
}
