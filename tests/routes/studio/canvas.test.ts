import { beforeAll, describe, expect, test } from "vitest";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { MASK } from "#app/domain/workflows/nodes/outside/secret-texts.ts";
import { FlowNode, type Graph } from "#app/domain/workflows/rules/graph.ts";
import * as canvas from "#app/routes/studio/canvas/canvas.tsx";
import * as runs from "#app/routes/studio/canvas/canvas-runs.ts";
import * as draft from "#app/routes/studio/canvas/draft-acts.ts";
import * as trial from "#app/routes/studio/canvas/trial.ts";
import * as publication from "#app/routes/studio/publication.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg } from "#tests/support/house.ts";
import { blank, openStudio, post, see } from "./studio-forms.ts";

let manager: string;
let viewer: string;
let stranger: string;
beforeAll(async () => {
	({ manager, viewer, stranger } = await openStudio());
});

/** Posts to a route of the canvas that answers JSON. */
async function ask(
	route: { action: (args: never) => unknown },
	id: string,
	fields: Record<string, string>,
	cookie = manager,
) {
	const args = argsFor({ cookie, path: `/studio/${id}/canvas`, params: { id }, fields });
	const answer = await Promise.resolve()
		.then(() => route.action(args as never) as Promise<Response>)
		.catch((thrown: Response) => thrown);
	return { status: answer.status, body: answer.status === 303 ? null : await answer.json(), answer };
}
const saving = (graph: Graph, version: number) => ({
	act: "save",
	graph: JSON.stringify(graph),
	version: String(version),
});
const shown = (id: string, query = "", cookie = manager) =>
	see(canvas, { id }, { cookie, path: `/studio/${id}/canvas${query}` });
const withStep = ({ nodes, edges }: Graph, type: string, settings = {}): Graph => ({
	nodes: [...nodes, FlowNode.parse({ id: type, type, name: "One", settings })],
	edges: [...edges, { from: "start", port: "next", to: type }],
});

describe("FLOW-2 what the canvas saves, tries and begins", () => {
	test("FLOW-2 a drawing is kept with what is wrong with its settings; a second tab's is refused with 409 and theirs", async () => {
		const id = await blank("Drawn");
		const { graph, workflow } = await shown(id);
		const mine = withStep(graph, "switch", { cases: [{ port: "big", when: "" }] });
		const kept = await ask(draft, id, saving(mine, workflow.version));
		expect(kept.status).toBe(200);
		expect(kept.body.detail.version).toBe(workflow.version + 1);
		expect(kept.body.detail.checked.problems).toMatchObject([{ node: "switch", setting: "cases.0.when" }]);
		const late = await ask(draft, id, saving(graph, workflow.version));
		expect(late.status).toBe(409);
		expect(late.body.detail).toMatchObject({ version: workflow.version + 1, graph: { nodes: [{}, { id: "switch" }] } });
		expect((await shown(id)).graph.nodes).toHaveLength(2);
		const copy = await ask(draft, id, { ...saving(graph, 1), act: "copy", name: "Drawn (my version)" });
		expect((await shown(copy.body.detail.id)).workflow.name).toBe("Drawn (my version)");
	});

	test("FLOW-2 what is no drawing is refused in words; only who may edit saves, and nobody else's is seen", async () => {
		const id = await blank("Mine");
		for (const graph of ["", "{", "[]", '{"nodes":[{"id":"9"}],"edges":[]}']) {
			expect((await ask(draft, id, { act: "save", graph, version: "1" })).status, graph).toBe(422);
		}
		const { graph, workflow } = await shown(id, "", viewer);
		expect((await ask(draft, id, saving(graph, workflow.version), viewer)).status).toBe(403);
		expect((await ask(draft, id, saving(graph, workflow.version), stranger)).status).toBe(404);
		expect((await shown(id, "", viewer)).canEdit).toBe(false);
		await expect(shown(id, "", stranger)).rejects.toMatchObject({ status: 404 });
	});

	test("FLOW-2 a secret is a mask on the canvas, in a conflict too, and stays as it is stored", async () => {
		const org = await makeOrg("Sealed");
		const cookie = await cookieOf(org, "manager");
		const settings = { url: "https://api.test/", method: "GET", headers: [{ name: "Authorization", value: "s3cret" }] };
		const first = withStep(
			{ nodes: [FlowNode.parse({ id: "start", type: "manual", name: "By hand" })], edges: [] },
			"http",
			settings,
		);
		const { id } = await as(org, "manager", (ctx) => createWorkflow(ctx, { name: "Calls", graph: first }));
		const { graph, workflow } = await shown(id, "", cookie);
		expect(JSON.stringify(graph)).toContain(MASK);
		expect(JSON.stringify(graph)).not.toContain("s3cret");
		expect((await ask(draft, id, saving(graph, workflow.version), cookie)).status).toBe(200);
		const late = await ask(draft, id, saving(graph, workflow.version), cookie);
		expect(late.status).toBe(409);
		expect(JSON.stringify(late.body)).not.toContain("s3cret");
		const { body } = await ask(trial, id, { graph: JSON.stringify(graph), node: "http" }, cookie);
		expect(body.detail.tried.problem).toBeNull();
		const stored = await as(org, "manager", (ctx) => getWorkflow(ctx, id));
		expect(JSON.stringify(stored)).toContain("s3cret");
	});

	test("FLOW-2 a step that is not saved yet is tried on sample data", async () => {
		const id = await blank("Tried");
		const { graph } = await shown(id);
		const drawn = JSON.stringify(withStep(graph, "branch", { when: "trigger.amount > 100" }));
		const tried = async (trigger: string) => ask(trial, id, { graph: drawn, node: "branch", trigger });
		expect((await tried('{"amount": 500}')).body.detail.tried.port).toBe("yes");
		expect((await tried('{"amount": 5}')).body.detail.tried.port).toBe("no");
		expect((await tried("{")).status).toBe(422);
		expect((await shown(id)).graph.nodes).toHaveLength(1);
	});

	test("FLOW-2 a run is begun from the canvas and shown on the version that it follows, step by step", async () => {
		const id = await blank("Runs");
		expect((await ask(runs, id, { act: "run" })).answer.headers.get("Location")).toBe(`/studio/${id}/canvas`);
		const { graph, workflow } = await shown(id);
		const drawn = withStep(graph, "wait", { amount: 2, unit: "days" });
		const { body } = await ask(draft, id, saving(drawn, workflow.version));
		await post(publication, { id }, { version: String(body.detail.version), note: "" });
		const { answer } = await ask(runs, id, { act: "run" });
		const [, query = ""] = /canvas(\?run=[\w-]{36})$/.exec(answer.headers.get("Location") ?? "") ?? [];
		const { run, graph: followed } = await shown(id, query);
		expect(run).toMatchObject({ isDry: false, version: 1, nodes: { start: { states: { done: 1 } } } });
		expect(followed.nodes).toHaveLength(2);
		const other = await blank("Another");
		await expect(shown(other, query)).rejects.toMatchObject({ status: 404 });
	});
});
