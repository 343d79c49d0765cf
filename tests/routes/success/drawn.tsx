import type { ComponentType } from "react";
import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { argsFor } from "#tests/routes/scheduling/signed-in.ts";

type Module = { loader: (args: never) => Promise<unknown>; default: ComponentType };
type At = { cookie: string; path: string; id?: string | undefined };

/** A page as its server draws it, without a script. */
export async function drawn(module: Module, { cookie, path, id = "" }: At): Promise<string> {
	const data = await module.loader(argsFor({ cookie, path, params: { id } }));
	const handler = createStaticHandler([
		{ path: "*", id: "page", loader: () => JSON.parse(JSON.stringify(data)), Component: module.default },
	]);
	const context = await handler.query(new Request(`http://localhost${path}`));
	if (context instanceof Response) throw new Error(`${path} answered ${context.status}`);
	const router = createStaticRouter(handler.dataRoutes, context);
	return renderToString(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}
