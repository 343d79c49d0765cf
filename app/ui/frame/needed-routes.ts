import type { EntryContext } from "@remix-run/node";

type Routes = EntryContext["manifest"]["routes"];
type Manifest = EntryContext["manifest"];

/** Of each page that was drawn, the routes that its manifest holds: they follow from the routes of the build. */
const kept = new WeakMap<Manifest, Map<string, Manifest>>();

/**
 * The manifest with the routes that drawing this page takes: those that matched, the start page, and the pages that
 * lie above it (what Remix hands the browser's router; it asks for others as they come into view). RemixServer makes
 * every route of the manifest anew for each page and matches the address against all of them, which with some hundred
 * routes was a tenth of a page's time.
 */
export function neededRoutes(manifest: Manifest, matched: readonly string[]): Manifest {
	const known = kept.get(manifest) ?? new Map<string, Manifest>();
	kept.set(manifest, known);
	const key = matched.join("\n");
	const found = known.get(key) ?? { ...manifest, routes: narrow(manifest.routes, matched) };
	known.set(key, found);
	return found;
}

function narrow(routes: Routes, matched: readonly string[]): Routes {
	const leaf = matched.at(-1);
	const path = leaf && routes[leaf] ? fullPath(routes, leaf) : "";
	const all = Object.values(routes).filter((route) => route !== undefined);
	const above = all.filter(({ id }) => path.startsWith(`${fullPath(routes, id)}/`));
	const needed = new Set(matched);
	for (const { id } of [...above, ...all.filter(({ index }) => index)])
		for (const each of line(routes, id)) needed.add(each);
	return Object.fromEntries(Object.entries(routes).filter(([id]) => needed.has(id)));
}

/** A route and those it lies in, itself first. */
function line(routes: Routes, id: string): string[] {
	const parent = routes[id]?.parentId;
	return [id, ...(parent ? line(routes, parent) : [])];
}

/** The pattern of a route's address: `contacts/:id`. */
function fullPath(routes: Routes, id: string): string {
	return line(routes, id)
		.map((each) => routes[each]?.path)
		.filter(Boolean)
		.reverse()
		.join("/");
}
