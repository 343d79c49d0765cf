import { beforeAll, describe, expect, test } from "vitest";
import { MASK } from "#app/domain/workflows/nodes/outside/request.ts";
import { FORMAT } from "#app/domain/workflows/sharing/schema.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import * as connectionNew from "#app/routes/studio/nodes/connection-new.tsx";
import * as connections from "#app/routes/studio/nodes/connections.ts";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as nodeNew from "#app/routes/studio/nodes/node-new.tsx";
import * as nodePlace from "#app/routes/studio/nodes/node-place.tsx";
import * as nodeRemoval from "#app/routes/studio/nodes/node-removal.tsx";
import * as nodeTrial from "#app/routes/studio/nodes/node-trial.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import * as start from "#app/routes/studio/start.tsx";
import * as studio from "#app/routes/studio/studio.tsx";
import * as templates from "#app/routes/studio/templates.tsx";
import * as version from "#app/routes/studio/versions/version.tsx";
import * as workflow from "#app/routes/studio/workflow.tsx";
import * as file from "#app/routes/studio/workflow-file.ts";
import * as workflowImport from "#app/routes/studio/workflow-import.tsx";
import * as workflowNew from "#app/routes/studio/workflow-new.tsx";
import * as settings from "#app/routes/studio/workflow-settings.tsx";
import * as state from "#app/routes/studio/workflow-state.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";

type Module = { action: (args: never) => unknown };
type Fields = Record<string, string>;

let manager: string;
let viewer: string;
let stranger: string;
beforeAll(async () => {
	await openTestHouse();
	const org = await makeOrg();
	manager = await cookieOf(org, "manager");
	viewer = await cookieOf(org, "viewer");
	stranger = await cookieOf(await makeOrg("Other firm"), "owner");
});

const post = (module: Module, params: Fields, fields: Fields, { cookie = manager, path = "/studio/x" } = {}) =>
	answerOf(Promise.resolve().then(() => module.action(argsFor({ cookie, path, params, fields }))));
const see = async <T,>(
	module: { loader: (args: never) => Promise<T> },
	params: Fields,
	{ cookie = manager, path = "/studio/x" } = {},
) => module.loader(argsFor({ cookie, path, params }));
const made = (to: string | null | undefined) => /^\/studio\/([\w-]{36})/.exec(to ?? "")![1]!;
const blank = async (name = "Blank") => made((await post(workflowNew, {}, { name })).to);
/** Adds a step through the library; answers its id. */
const add = async (id: string, type: string, after?: string, port = "next") => {
	const done = await post(nodeNew, { id }, { type, ...(after && { after, port }) });
	expect(done, type).toMatchObject({ status: 303 });
	return /nodes\/(\w+)$/.exec(done.to!)![1]!;
};
const save = async (id: string, step: string, fields: Fields, act = "save") => {
	const { step: shown } = await see(node, { id, node: step });
	return post(node, { id, node: step }, { act, base: shown.base, name: shown.node.name, ...fields });
};
const problemsIn = async (id: string) => (await see(workflow, { id })).graph.errors;

describe("FLOW-2 the Studio without a script", () => {
	test("FLOW-2 a workflow is begun, drawn, set up, published, run dry, and all of it by plain forms", async () => {
		const id = await blank();
		const say = await add(id, "transform", "start");
		const refused = await save(id, say, {
			"settings.values[0].name": "total",
			"settings.values[0].value": "trigger.n *",
		});
		expect(refused).toMatchObject({
			status: 422,
			reply: { result: { initialValue: { settings: { values: [{ name: "total", value: "trigger.n *" }] } } } },
		});
		expect(refused.reply?.result.error).toMatchObject({
			"settings.values[0].value": [expect.stringContaining("trigger.n *")],
		});
		const done = await save(id, say, {
			name: "Double",
			"settings.values[0].name": "total",
			"settings.values[0].value": "trigger.n * 2",
		});
		expect(done).toMatchObject({
			status: 303,
			to: `/studio/${id}/nodes/${say}`,
			flash: { message: "Double is saved." },
		});
		expect((await see(workflow, { id })).graph.steps[say]).toMatchObject({ name: "Double", words: "Sets total." });
		const tried = await post(nodeTrial, { id, node: say }, { trigger: '{"n": 4}', steps: "{}" });
		expect(tried.reply?.detail?.tried).toMatchObject({ output: { total: 8 }, port: "next", problem: null });
		expect((await see(publication, { id })).problems).toEqual([]);
		expect(await post(publication, { id }, { version: "3", note: "First" })).toMatchObject({
			status: 303,
			to: `/studio/${id}`,
		});
		expect((await see(start, { id })).published).toBe(1);
		expect((await post(start, { id }, { input: "{n: 4}", act: "dry" })).reply?.result.error?.input).toEqual([
			expect.stringContaining("not JSON"),
		]);
		const begun = await post(start, { id }, { input: '{"n": 4}', act: "dry" });
		expect(begun.to).toMatch(/^\/runs\/[\w-]{36}$/);
		expect(await post(state, { id }, { act: "off" })).toMatchObject({
			status: 303,
			flash: { message: expect.stringContaining("off") },
		});
		expect((await see(workflow, { id })).workflow).toMatchObject({ isOn: false, published: 1, hasChanged: false });
	});

	test("FLOW-2 rows come and go by buttons that keep everything typed, and save nothing", async () => {
		const id = await blank();
		const pick = await add(id, "switch", "start");
		const rows = { "settings.cases[0].port": "big", "settings.cases[0].when": "trigger.n > 3", name: "Size" };
		const more = await save(id, pick, rows, "add:cases");
		expect(more).toMatchObject({ status: 200, reply: { detail: { typed: { name: "Size" } } } });
		const typed = more.reply!.detail!.typed as { settings: { cases: object[] } };
		expect(typed.settings.cases).toEqual([
			{ port: "big", when: "trigger.n > 3" },
			{ port: "", when: "" },
		]);
		const less = await save(id, pick, rows, "drop:cases:0");
		expect((less.reply!.detail!.typed as typeof typed).settings.cases).toEqual([]);
		expect((await see(node, { id, node: pick })).step.node.name).toBe("Switch");
		expect((await save(id, pick, rows)).status).toBe(303);
		const { ways } = await see(node, { id, node: pick });
		expect(ways.out.map(({ port }) => port)).toEqual(["big", "otherwise", "error"]);
	});

	test("FLOW-2 steps are put between, connected, disconnected, moved, copied and removed", async () => {
		const id = await blank();
		const branch = await add(id, "branch", "start");
		const yes = await add(id, "transform", branch, "yes");
		const no = await add(id, "end", branch, "no");
		const between = await add(id, "wait", "start");
		const graph = async () => (await see(workflow, { id })).graph.outline.numbers;
		expect(await graph()).toEqual({ start: 1, [between]: 2, [branch]: 3, [yes]: 4, [no]: 5 });
		const edge = { from: yes, port: "next", to: no };
		expect((await post(connectionNew, { id }, edge)).status).toBe(303);
		expect((await see(node, { id, node: no })).ways.into.map(({ from }) => from).sort()).toEqual([branch, yes].sort());
		const off = await post(connections, { id }, edge, {
			path: `/studio/${id}/connections?back=/studio/${id}/nodes/${yes}`,
		});
		expect(off).toMatchObject({ status: 303, to: `/studio/${id}/nodes/${yes}` });
		expect((await post(nodePlace, { id, node: no }, { way: `${yes} next` })).status).toBe(303);
		expect((await see(node, { id, node: no })).ways.into).toMatchObject([{ from: yes, port: "next" }]);
		const { ways } = await see(nodePlace, { id, node: branch });
		expect(ways.map(({ value }) => value.split(" ")[0])).not.toContain(yes);
		expect((await see(nodeRemoval, { id, node: between })).closes).toBe(true);
		expect((await post(nodeRemoval, { id, node: between }, { closesGap: "yes" })).status).toBe(303);
		expect(await graph()).toEqual({ start: 1, [branch]: 2, [yes]: 3, [no]: 4 });
		expect((await post(connectionNew, { id }, { ...edge, to: between })).status).toBe(422);
	});

	test("FLOW-2 a step in two tabs: the second sees both sides, keeps what it typed, and decides", async () => {
		const id = await blank();
		const say = await add(id, "transform", "start");
		const { step } = await see(node, { id, node: say });
		const typed = (name: string, base: string) => ({
			...{ act: "save", base, name },
			...{ "settings.values[0].name": "a", "settings.values[0].value": "1" },
		});
		expect((await post(node, { id, node: say }, typed("Mine", step.base))).status).toBe(303);
		const late = await post(node, { id, node: say }, typed("Yours", step.base));
		expect(late).toMatchObject({
			status: 409,
			reply: { detail: { step: { name: "Mine" } }, result: { initialValue: { name: "Yours" } } },
		});
		const again = await post(node, { id, node: say }, typed("Yours", String(late.reply!.detail!.base)));
		expect(again.status).toBe(303);
		await post(nodeRemoval, { id, node: say }, {});
		const gone = await post(node, { id, node: say }, typed("Yours", step.base));
		expect(gone).toMatchObject({ status: 409, reply: { result: { initialValue: { name: "Yours" } } } });
	});

	test("FLOW-2 problems stand beside their step and lead to it", async () => {
		const id = await blank();
		const mail = await add(id, "send_email", "start");
		const { graph } = await see(workflow, { id });
		expect(graph.steps[mail]?.problems?.length).toBeGreaterThan(0);
		const { problems } = await see(publication, { id });
		expect(problems.every((problem) => problem.node === mail)).toBe(true);
		expect((await post(publication, { id }, { version: "2" })).status).toBe(422);
		expect(await problemsIn(id)).toBe(problems.length);
	});
});

describe("FLOW-1 FLOW-6 the Studio's list, gallery and files", () => {
	test("FLOW-6 every ready workflow stands in the gallery by its area, in words, and becomes a draft without errors", async () => {
		const { areas } = await see(templates, {}, { path: "/studio/templates" });
		expect(areas.flatMap((area) => area.templates)).toHaveLength(TEMPLATES.length);
		for (const { id: template, name } of TEMPLATES) {
			const id = made((await post(templates, {}, { template })).to);
			expect((await see(workflow, { id })).workflow.name).toBe(name);
			expect(await problemsIn(id), name).toBe(0);
		}
		expect(
			(await see(templates, {}, { path: "/studio/templates?q=renewal" })).areas.flatMap((area) => area.templates)
				.length,
		).toBe(1);
		expect((await post(templates, {}, { template: "none" })).status).toBe(404);
	});

	test("FLOW-1 a file goes out without secrets and comes in; what is none is refused in words with what was pasted", async () => {
		const id = await blank("To send");
		const call = await add(id, "http", "start");
		const headers = { "settings.headers[0].name": "Authorization", "settings.headers[0].value": "s3cret" };
		await save(id, call, { "settings.url": "https://api.test/", "settings.method": "GET", ...headers });
		const text = await (await file.loader(argsFor({ cookie: manager, path: "/x", params: { id } }))).text();
		expect(text).toContain(FORMAT);
		expect(text).not.toContain("s3cret");
		const taken = await post(workflowImport, {}, { text });
		expect(made(taken.to)).not.toBe(id);
		expect(taken.flash?.message).toContain("need a change");
		const refused = await post(workflowImport, {}, { text: '{"a": ' });
		expect(refused).toMatchObject({ status: 422, reply: { detail: { text: '{"a": ' } } });
		expect(refused.reply?.result.error?.text?.[0]).toContain("not JSON");
	});

	test("FLOW-1 a secret is in no page, not even of those who may change it, and stays when the form comes back", async () => {
		const id = await blank();
		const call = await add(id, "http", "start");
		const fields = {
			"settings.url": "https://api.test/?token=s3cret",
			"settings.method": "GET",
			"settings.headers[0].name": "X-Api-Key",
		};
		await save(id, call, { ...fields, "settings.headers[0].value": "s3cret" });
		await post(publication, { id }, { version: "3" });
		for (const cookie of [manager, viewer]) {
			for (const module of [workflow, node, version, studio]) {
				const data = await see(module as typeof workflow, { id, node: call, number: "1" }, { cookie });
				expect(JSON.stringify(data)).not.toContain("s3cret");
			}
		}
		const { step } = await see(node, { id, node: call });
		expect(step.node.settings).toMatchObject({ headers: [{ name: "X-Api-Key", value: MASK }] });
		const masked = { ...fields, "settings.url": String(step.node.settings.url), "settings.headers[0].value": MASK };
		expect((await save(id, call, { ...masked, name: "Call" })).status).toBe(303);
		await post(publication, { id }, { version: "4" });
		expect((await see(workflow, { id })).workflow).toMatchObject({ published: 2 });
	});

	test("FLOW-1 versions are kept and one becomes the draft again; settings, copy, trash and back", async () => {
		const id = await blank("Kept");
		await post(publication, { id }, { version: "1" });
		const end = await add(id, "end", "start");
		expect((await see(workflow, { id })).workflow.hasChanged).toBe(true);
		expect(Object.keys((await see(version, { id, number: "1" })).graph.steps)).toEqual(["start"]);
		await post(version, { id, number: "1" }, {});
		expect((await see(workflow, { id })).graph.steps[end]).toBeUndefined();
		const refused = await post(settings, { id }, { name: "Kept", mostRunning: "none" });
		expect(refused).toMatchObject({ status: 422, reply: { result: { initialValue: { mostRunning: "none" } } } });
		expect((await post(settings, { id }, { name: "Renamed", mostRunning: "2", whenFull: "skip" })).status).toBe(303);
		const copied = await post(state, { id }, { act: "duplicate" });
		expect((await see(workflow, { id: made(copied.flash!.link!.to) })).workflow.name).toBe("Renamed (copy)");
		const away = await post(state, { id }, { act: "trash" }, { path: `/studio/${id}/state?back=/studio` });
		expect(away).toMatchObject({ to: "/studio", flash: { undo: { act: "restore" } } });
		expect((await see(studio, {}, { path: "/studio" })).rows.map((row) => row.id)).not.toContain(id);
		expect((await see(studio, {}, { path: "/studio?view=trash" })).trashed.map((row) => row.id)).toContain(id);
		await post(state, { id }, { act: "restore" });
		expect((await see(studio, {}, { path: "/studio?q=renamed" })).rows.map((row) => row.id)).toContain(id);
	});

	test("FLOW-1 other firms find nothing, viewers see and change nothing", async () => {
		const id = await blank();
		const statusOf = (module: { loader: (args: never) => Promise<unknown> }, cookie: string) =>
			see(module, { id, node: "start", number: "1" }, { cookie }).then(
				() => 200,
				(refused: Response) => refused.status,
			);
		for (const module of [workflow, node, nodeTrial]) {
			expect(await statusOf(module, stranger)).toBe(404);
			expect(await statusOf(module, viewer)).toBe(200);
		}
		for (const module of [publication, settings, nodeNew, nodeRemoval, nodePlace]) {
			expect(await statusOf(module, stranger)).toBe(404);
			expect(await statusOf(module, viewer)).toBe(403);
		}
		for (const cookie of [viewer, stranger]) {
			const status = cookie === viewer ? 403 : 404;
			expect((await post(nodeNew, { id }, { type: "end" }, { cookie })).status).toBe(status);
			expect((await post(state, { id }, { act: "trash" }, { cookie })).status).toBe(status);
			expect((await post(nodeRemoval, { id, node: "start" }, {}, { cookie })).status).toBe(status);
		}
		expect(Object.keys((await see(workflow, { id })).graph.steps)).toEqual(["start"]);
	});
});
