import type { ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";

/** The HTML of an element as the server sends it at `path`, with the router's context around it. */
export async function render(element: ReactElement, path = "/"): Promise<string> {
	const handler = createStaticHandler([{ path: "*", element }]);
	const context = await handler.query(new Request(`http://localhost${path}`));
	if (context instanceof Response) throw new Error(`The page answered ${context.status}`);
	const router = createStaticRouter(handler.dataRoutes, context);
	return renderToString(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}

/** The tags of one kind, each as its attributes: `tags(html, "input")[0].name`. */
export function tags(html: string, kind = "[a-z][a-z0-9]*"): Record<string, string>[] {
	return [...html.matchAll(new RegExp(`<(${kind})((?:\\s+[\\w:-]+(?:="[^"]*")?)*)\\s*/?>`, "gi"))].map((tag) => ({
		"": tag[1] ?? "",
		...Object.fromEntries(
			[...(tag[2] ?? "").matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map((part) => [part[1], part[2] ?? ""]),
		),
	}));
}

/** The text a person reads, tags and entities away. */
export function text(html: string): string {
	return html
		.replaceAll(/<!-- -->/g, "")
		.replaceAll(/<[^>]+>/g, "|")
		.replaceAll("&amp;", "&")
		.replaceAll(/\|+/g, "|");
}
