import { beforeAll, describe, expect, test } from "vitest";
import { settingErrors } from "#app/domain/workflows/definitions/save-step.ts";
import { readSettings } from "#app/domain/workflows/drawing/setting-values.ts";
import { stepForm } from "#app/domain/workflows/drawing/step-form.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { NodeForm } from "#app/routes/studio/nodes/node-form.tsx";
import { OutlineList } from "#app/routes/studio/outline-list.tsx";
import { RecordChoicesOffered } from "#app/routes/studio/references/record-choices.ts";
import { shownGraph } from "#app/routes/studio/workflow-data.ts";
import { openTestHouse } from "#tests/support/house.ts";
import { render } from "#tests/ui/render.tsx";

beforeAll(() => openTestHouse());

const now = new Date("2030-01-31T09:00:00Z");
const drawn = (type: string, settings: Record<string, unknown> = {}) =>
	Graph.parse({
		nodes: [
			{ id: "start", type: "manual", name: "By hand" },
			{ id: "one", type, name: "One", settings },
		],
		edges: [{ from: "start", port: "next", to: "one" }],
	});
const formOf = (type: string, settings: Record<string, unknown> = {}, reply?: object) =>
	render(
		<NodeForm
			step={stepForm(drawn(type, settings), "one", now)}
			action="/here"
			cancel="/back"
			reply={reply as never}
		/>,
	);

describe("FLOW-2 the form of a step as a browser without a script gets it", () => {
	test("FLOW-2 every setting of every kind of step has a control with a label that posts its value", async () => {
		for (const type of nodeTypes().values()) {
			const html = await formOf(type.type);
			for (const { name, kind } of type.fields) {
				const rows = { pairs: ["[0].name", "[0].value"], cases: ["[0].port", "[0].when"] };
				const parts = kind === "pairs" || kind === "cases" ? rows[kind] : [""];
				for (const part of parts) {
					expect(html, type.type).toContain(`name="settings.${name}${part}"`);
					expect(html, type.type).toContain(`for="field-settings.${name}${part}"`);
				}
				if (parts.length === 2) expect(html).toContain(`value="add:${name}"`);
			}
		}
	});

	test("FLOW-2 what is stored stands in the controls, and what an expression comes to beside it", async () => {
		const html = await formOf("switch", { cases: [{ port: "big", when: "1 > 0" }] });
		expect(html).toContain('value="1 &gt; 0"');
		expect(html).toMatch(/On sample data: .*true/);
		expect(await formOf("branch", { when: "steps.gone.sum > 1" })).toContain("there is no “gone” here");
	});

	test("FLOW-2 a choice that nobody made and a switch that nobody turned say what is so then, of every kind", async () => {
		expect(await formOf("approval")).toContain('<option value="" selected="">Not chosen: managers and above</option>');
		expect(await formOf("create_task")).toContain("Not chosen: normal");
		expect(await formOf("find_record")).toMatch(/Choose…<\/option>.*Not chosen: itself, chosen by name/s);
		for (const type of nodeTypes().values()) {
			const html = await formOf(type.type);
			expect(html, type.type).not.toContain("Not chosen: the first");
			expect(html, type.type).not.toContain("Not chosen<");
		}
		const isOn = /name="settings.takesKnown"[^>]* checked=""/;
		expect(await formOf("create_record")).toMatch(isOn);
		expect(await formOf("create_record", { takesKnown: false })).not.toMatch(isOn);
		// One that was turned off stays off when the form comes back.
		const typed = { name: "One", settings: { record: "contact" } };
		expect(await formOf("create_record", {}, { result: { initialValue: typed } })).not.toMatch(isOn);
		expect(await formOf("create_task")).not.toMatch(/name="settings.waits"[^>]* checked/);
	});

	test("FLOW-2 a member is chosen by name, or by an expression in a field of its own, and what was typed comes back", async () => {
		const milo = { id: "01900000-0000-7000-8000-00000000000a", name: "Milo Brandt" };
		const shown = (settings: Record<string, unknown>, reply?: object) =>
			render(
				<RecordChoicesOffered.Provider
					value={{
						members: [milo],
						stages: [],
						accounts: [],
						contacts: [],
						fixed: {},
						fieldNames: { contact: [{ value: "fields.tier", label: "Tier (own field)" }] },
						names: {},
					}}
				>
					<NodeForm
						step={stepForm(drawn("create_task", settings), "one", now)}
						action="/h"
						cancel="/b"
						reply={reply as never}
					/>
				</RecordChoicesOffered.Provider>,
			);
		expect(await shown({})).toContain('<option value="" selected="">Anybody</option>');
		expect(await shown({ assignee: milo.id })).toContain(`<option value="${milo.id}" selected="">Milo Brandt</option>`);
		const expression = "{{ trigger.owner }}";
		expect(await shown({ assignee: expression })).toMatch(
			/name="settings.assignee_expression"[^>]*value="{{ trigger.owner }}"/,
		);
		const typed = { name: "One", settings: { assignee: milo.id, assignee_expression: "Milo" } };
		const error = { "settings.assignee": ["Choose a member."] };
		const back = await shown({}, { result: { initialValue: typed, error } });
		for (const part of ['value="Milo"', "Choose a member.", `<option value="${milo.id}" selected="">`])
			expect(back).toContain(part);
		const { fields } = nodeTypes().get("create_task")!;
		expect(readSettings(fields, { assignee: milo.id }, {})).toMatchObject({ assignee: milo.id });
		expect(readSettings(fields, { assignee: milo.id, assignee_expression: expression }, {})).toMatchObject({
			assignee: expression,
		});
		expect(
			settingErrors(nodeTypes().get("create_task")!, { title: "x", assignee: "Milo" })["settings.assignee"],
		).toEqual([expect.stringContaining("Choose a member")]);
	});

	test("FLOW-2 what comes back has the errors beside what was typed, and two sides where somebody was faster", async () => {
		const typed = { name: "Mine", settings: { when: "a >" } };
		const refused = await formOf(
			"branch",
			{},
			{ result: { initialValue: typed, error: { "settings.when": ["Not so."] } } },
		);
		expect(refused).toContain("a &gt;");
		expect(refused).toContain('id="field-settings.when-error"');
		expect(refused).toContain("Save it unfinished");
		const step = { id: "one", type: "branch", name: "Theirs", settings: { when: "true" }, x: 0, y: 0 };
		const late = await formOf("branch", {}, { result: { initialValue: typed }, detail: { step, base: "now" } });
		for (const words of ["Theirs", "Mine", "Save mine", 'name="base" value="now"']) expect(late).toContain(words);
	});

	test("FLOW-2 300 steps with what stands beside them are a page of less than 300 kB", async () => {
		const nodes = Array.from({ length: 300 }, (_none, at) => ({
			...{ id: `n${at}`, type: at === 0 ? "manual" : at % 2 ? "branch" : "create_task", name: `Step ${at}` },
			settings: at === 0 ? {} : at % 2 ? { when: `trigger.n > ${at}` } : { title: "Call the customer about the offer" },
		}));
		const edges = nodes.slice(1).map(({ id }, at) => ({ from: `n${at}`, port: at % 2 ? "yes" : "next", to: id }));
		const graph = shownGraph(Graph.parse({ nodes, edges }));
		const html = await render(
			<OutlineList path="/studio/01900000-0000-7000-8000-000000000000" graph={graph} canEdit />,
		);
		expect(html.match(/class="flow-step"/g)).toHaveLength(300);
		expect(html.length + JSON.stringify(graph).length).toBeLessThan(300_000);
	});
});
