import type { LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import { createRequestHandler } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openRoutes } from "#app/doors/entrance/route-table.ts";

type Place = { parentId?: string; path?: string; index?: boolean };

/** Routes as a build holds them: each answers with its id and what it read from the address. */
const PLACES: Record<string, Place> = {
	root: { path: "" },
	home: { parentId: "root", index: true },
	frame: { parentId: "root" },
	leads: { parentId: "frame", path: "leads" },
	lead: { parentId: "frame", path: "leads/:id" },
	"lead-new": { parentId: "frame", path: "leads/new" },
	"lead-state": { parentId: "root", path: "leads/:id/state" },
	figures: { parentId: "root", path: "leads/figures.csv" },
	calendar: { parentId: "frame", path: "calendar" },
	settings: { parentId: "root", path: "settings" },
	"settings-home": { parentId: "settings", index: true },
	"settings-sending": { parentId: "settings", path: "sending" },
	api: { parentId: "root", path: "api/*" },
	"not-found": { parentId: "root", path: "*" },
};

function build(): ServerBuild {
	const answer = (id: string) => (args: LoaderFunctionArgs) => new Response(`${id} ${JSON.stringify(args.params)}`);
	const routes = Object.entries(PLACES).map(([id, place]) => [id, { id, ...place, module: { loader: answer(id) } }]);
	return {
		mode: "production",
		basename: "/",
		publicPath: "/",
		assetsBuildDirectory: "",
		isSpaMode: false,
		future: {},
		entry: { module: { default: () => new Response() } },
		routes: Object.fromEntries(routes),
		assets: { routes: {}, entry: { imports: [], module: "" }, url: "", version: "1" },
	} as unknown as ServerBuild;
}

const ADDRESSES = [
	...["/", "/leads", "/LEADS", "/leads/", "/leads/new", "/leads/77", "/leads/77/state", "/leads/figures.csv"],
	...[
		"/leads/77/nothing",
		"/calendar",
		"/settings",
		"/settings/sending",
		"/api/v1/leads",
		"/api",
		"/nowhere",
		"/%6ceads",
	],
	...["/leads%2F77", "/*", "/:id", "/leads.csv", "/frame", "/constructor", "/__proto__/x"],
];

describe("the routes of an area", () => {
	const narrowed = openRoutes(build(), "production");
	const whole = createRequestHandler(build(), "production");

	test.each(ADDRESSES)("answer %s as all routes together do", async (address) => {
		const ask = async (handle: typeof whole) => {
			const response = await handle(new Request(`http://localhost${address}`), {} as never);
			return [response.status, await response.text()];
		};
		const answers = [await ask(narrowed), await ask(narrowed)];
		const expected = await ask(whole);
		expect(answers).toEqual([expected, expected]);
		expect(expected[0]).toBe(200);
	});
});
