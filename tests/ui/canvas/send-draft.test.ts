import { afterEach, describe, expect, test, vi } from "vitest";
import { FlowNode, type Graph } from "#app/domain/workflows/rules/graph.ts";
import { sendDraft } from "#app/routes/studio/canvas/draft/send-draft.ts";

const graph: Graph = { nodes: [FlowNode.parse({ id: "start", type: "manual", name: "By hand" })], edges: [] };
const checked = { problems: [], ports: {}, words: {} };

/** What the server answers next. */
const answers = (status: number, body: unknown) => vi.stubGlobal("fetch", async () => Response.json(body, { status }));

describe("sending a draft", () => {
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	test("FLOW-2 only what says its new version was kept counts as saved", async () => {
		answers(200, { detail: { version: 2, checked } });
		expect(await sendDraft("/draft", graph, 1)).toEqual({ kind: "saved", version: 2, checked });
		answers(200, { result: { status: "error" }, message: "Somebody was faster.", detail: { version: 5, graph } });
		expect((await sendDraft("/draft", graph, 1)).kind).not.toBe("saved");
	});

	test("FLOW-2 somebody else's draft is a conflict, and any other refusal is told in its own words", async () => {
		answers(409, { detail: { version: 5, graph }, message: "Somebody else saved." });
		expect(await sendDraft("/draft", graph, 1)).toEqual({ kind: "conflict", theirs: { version: 5, graph } });
		answers(422, { result: { error: { graph: ["This drawing cannot be kept."] } } });
		expect(await sendDraft("/draft", graph, 1)).toEqual({ kind: "failed", message: "This drawing cannot be kept." });
		vi.stubGlobal("fetch", async () => new Response("<html>", { headers: { "Content-Type": "text/html" } }));
		expect((await sendDraft("/draft", graph, 1)).kind).toBe("failed");
	});
});
