import { createRequestHandler, type RequestHandler, type ServerBuild } from "@remix-run/node";

type Routes = Record<string, { id: string; parentId?: string; path?: string; index?: boolean }>;

/**
 * Remix over the built routes. Its router ranks and compiles every route anew, several times for each page it draws;
 * with a hundred routes that is a fifth of the work. So each first segment of an address (`/leads…`) gets a router of
 * the routes that can match it. An address that begins like none of them, and Remix's own, are asked of all routes.
 */
export function openRoutes(build: ServerBuild, mode: string | undefined): RequestHandler {
	const all = createRequestHandler(build, mode);
	const firsts = new Set(Object.keys(build.routes).map((id) => firstOf(build.routes, id)));
	const handlers = new Map<string, RequestHandler>();
	return (request, context) => {
		const first = firstSegment(request.url);
		if (!isPlain(first) || !firsts.has(first)) return all(request, context);
		const handler = handlers.get(first) ?? createRequestHandler(narrow(build, first), mode);
		handlers.set(first, handler);
		return handler(request, context);
	};
}

/** The build with the routes that an address beginning with `first` may match, and what they stand in. */
function narrow(build: ServerBuild, first: string): ServerBuild {
	const kept = new Set<string>();
	for (const { id } of Object.values(build.routes)) {
		const own = firstOf(build.routes, id);
		const isLayout = own === "" && !build.routes[id]?.index;
		if (isLayout || (isPlain(own) && own !== "" && own !== first)) continue;
		for (let up: string | undefined = id; up; up = build.routes[up]?.parentId) kept.add(up);
	}
	const only = <T>(routes: Record<string, T>) =>
		Object.fromEntries(Object.entries(routes).filter(([id]) => kept.has(id)));
	return { ...build, routes: only(build.routes), assets: { ...build.assets, routes: only(build.assets.routes) } };
}

/** The first segment of a route's whole path; empty for the root, its index and layouts without a path. */
function firstOf(routes: Routes, id: string): string {
	const route = routes[id];
	const above = route?.parentId ? firstOf(routes, route.parentId) : "";
	return above || (route?.path ?? "").replace(/^\/+/, "").split("/")[0]!.toLowerCase();
}

/** As the router reads it: without regard to case, and without what marks a request for a page's data. */
function firstSegment(url: string): string {
	const [first = "", ...rest] = new URL(url).pathname.slice(1).split("/");
	return (rest.length === 0 ? first.replace(/\.data$/, "") : first).toLowerCase();
}

/** A word that stands for itself: no parameter, no splat, nothing optional, nothing encoded, not empty. */
function isPlain(segment: string): boolean {
	return /^[\w.-]+$/.test(segment);
}
