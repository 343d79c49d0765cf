import type { ComponentType } from "react";
import { renderToString } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import type { Answer } from "#tests/routes/crm/pages.ts";
import { argsFor } from "#tests/routes/scheduling/signed-in.ts";

type Module = { loader: (args: never) => Promise<unknown>; default: ComponentType };
type At = { cookie: string; path: string; id?: string | undefined; reply?: Answer | undefined };

/** A page as its server draws it, without a script: with what an action answered, where it did. */
export async function drawn(module: Module, { cookie, path, id = "", reply }: At): Promise<string> {
	const data = await module.loader(argsFor({ cookie, path, params: { id } }));
	const handler = createStaticHandler([
		{ path: "*", id: "page", loader: () => JSON.parse(JSON.stringify(data)), Component: module.default },
	]);
	const context = await handler.query(new Request(`http://localhost${path}`));
	if (context instanceof Response) throw new Error(`${path} answered ${context.status}`);
	if (reply) context.actionData = { page: JSON.parse(JSON.stringify(reply.reply)) };
	const router = createStaticRouter(handler.dataRoutes, context);
	return renderToString(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}

/** The fields of an artifact's editor as a browser without a script posts them. */
export function fieldsOf(html: string): Record<string, string> {
	const fields: Record<string, string> = {};
	const form = /<form[^>]*artifact-form[\s\S]*?<\/form>/.exec(html)![0];
	const plain = (value: string) =>
		value.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
	for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
		const name = /name="([^"]*)"/.exec(tag)?.[1];
		if (name && !/type="checkbox"/.test(tag)) fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
	}
	for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
		fields[name!] = plain(value!.replace(/^\n/, ""));
	for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
		fields[name!] = /value="([^"]*)"[^>]*selected/.exec(options!)?.[1] ?? /value="([^"]*)"/.exec(options!)?.[1] ?? "";
	return fields;
}
