import { beforeAll, describe, expect, test } from "vitest";
import { openModels } from "#app/providers/ai/door.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import * as connectionNew from "#app/routes/studio/nodes/connection-new.tsx";
import * as connections from "#app/routes/studio/nodes/connections.ts";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as nodePlace from "#app/routes/studio/nodes/node-place.tsx";
import * as nodeRemoval from "#app/routes/studio/nodes/node-removal.tsx";
import * as nodeTrial from "#app/routes/studio/nodes/node-trial.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import * as start from "#app/routes/studio/start.tsx";
import * as workflow from "#app/routes/studio/workflow.tsx";
import * as state from "#app/routes/studio/workflow-state.ts";
import { add, blank, openStudio, post, problemsIn, save, see } from "./studio-forms.ts";

beforeAll(async () => {
	await openStudio();
});

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
		// The run's page says how it stands: no banner stays above what becomes of it.
		expect(begun.flash ?? null).toBeNull();
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

	test("FLOW-2 another trigger takes the place of the one there was; the first one leads to the first step", async () => {
		const id = await blank();
		const wait = await add(id, "wait", "start");
		expect(await add(id, "on_message")).toBe("start");
		expect((await see(node, { id, node: "start" })).ways.out).toMatchObject([{ port: "next", to: [{ id: wait }] }]);
		await post(nodeRemoval, { id, node: "start" }, {});
		expect((await see(workflow, { id })).graph.hasTrigger).toBe(false);
		const again = await add(id, "on_schedule");
		expect((await see(node, { id, node: wait })).ways.into).toMatchObject([{ from: again, port: "next" }]);
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

	test("FLOW-2 steps that ask a model say before publishing what happens while none is set up", async () => {
		setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
		const id = await blank("Models");
		const ask = await add(id, "ask_ai", "start");
		await save(id, ask, { "settings.prompt": "Write." });
		const sort = await add(id, "classify", ask);
		const fields = { "settings.text": "x", "settings.labels[0].name": "good", "settings.labels[0].value": "fine" };
		await save(id, sort, fields);
		const shown = await see(workflow, { id });
		expect(shown.graph).toMatchObject({ errors: 0, warnings: 2 });
		const words = [
			"no model is set up, so this step fails",
			"no model is set up, so it is sorted by its labels' words",
		];
		const said = words.map((one) => ({ level: "warning", message: expect.stringContaining(one) }));
		expect((await see(publication, { id })).problems).toMatchObject(said);
		expect((await see(node, { id, node: ask })).unset).toMatchObject(said.slice(0, 1));
		const model = { name: "a", kind: "openai" as const, model: "m", apiKey: "k" };
		setProviders({ ...providers(), models: openModels({ providers: [model], order: ["a"] }) });
		expect((await see(publication, { id })).problems).toEqual([]);
	});
});
