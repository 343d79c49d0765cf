import { expect } from "vitest";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as nodeNew from "#app/routes/studio/nodes/node-new.tsx";
import * as workflow from "#app/routes/studio/workflow.tsx";
import * as workflowNew from "#app/routes/studio/workflow-new.tsx";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

type Module = { action: (args: never) => unknown };
type Fields = Record<string, string>;

let manager: string;
let viewer: string;
let stranger: string;

/** Cookies of a manager and a viewer of one firm and of another firm's owner, for the tests of one file. */
export async function openStudio(): Promise<{ manager: string; viewer: string; stranger: string; org: TestOrg }> {
	await openTestHouse();
	const org = await makeOrg();
	manager = await cookieOf(org, "manager");
	viewer = await cookieOf(org, "viewer");
	stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	return { manager, viewer, stranger, org };
}

/** Posts a form as the manager, or as whoever the cookie is. */
export const post = (module: Module, params: Fields, fields: Fields, { cookie = manager, path = "/studio/x" } = {}) =>
	answerOf(Promise.resolve().then(() => module.action(argsFor({ cookie, path, params, fields }))));
/** What a page is drawn with. */
export const see = async <T>(
	module: { loader: (args: never) => Promise<T> },
	params: Fields,
	{ cookie = manager, path = "/studio/x" } = {},
) => module.loader(argsFor({ cookie, path, params }));
/** The workflow that an answer leads to. */
export const made = (to: string | null | undefined) => /^\/studio\/([\w-]{36})/.exec(to ?? "")![1]!;
/** Adds a blank workflow; answers its id. */
export const blank = async (name = "Blank") => made((await post(workflowNew, {}, { name })).to);
/** Adds a step through the library; answers its id. */
export const add = async (id: string, type: string, after?: string, port = "next") => {
	const done = await post(nodeNew, { id }, { type, ...(after && { after, port }) });
	expect(done, type).toMatchObject({ status: 303 });
	return /nodes\/(\w+)$/.exec(done.to!)![1]!;
};
/** Saves the form of a step as it was loaded, with these fields. */
export const save = async (id: string, step: string, fields: Fields, act = "save") => {
	const { step: shown } = await see(node, { id, node: step });
	return post(node, { id, node: step }, { act, base: shown.base, name: shown.node.name, ...fields });
};
/** How many things keep a workflow from being published. */
export const problemsIn = async (id: string) => (await see(workflow, { id })).graph.errors;
