import { beforeAll, describe, expect, test } from "vitest";
import { problemsOf } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { stepForm } from "#app/domain/workflows/drawing/step-form.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import { openTestHouse } from "#tests/support/house.ts";

beforeAll(() => openTestHouse());

const drawn = (trigger: string, expression: string, more: object[] = []) =>
	Graph.parse({
		nodes: [
			{ id: "start", type: trigger, name: "Start", settings: trigger === "on_schedule" ? { cron: "0 9 * * 1" } : {} },
			{ id: "ask_ai", type: "ask_ai", name: "Ask", settings: { prompt: "Hi" } },
			{ id: "call", type: "http", name: "Call", settings: { url: "https://example.com" } },
			...more,
			{ id: "last", type: "create_task", name: "Last", settings: { title: `Say ${expression}` } },
			{ id: "after", type: "transform", name: "After", settings: { values: [{ name: "a", value: "1" }] } },
		],
		edges: [
			{ from: "start", port: "next", to: "ask_ai" },
			{ from: "ask_ai", port: "next", to: "call" },
			{ from: "call", port: "next", to: "last" },
			{ from: "last", port: "next", to: "after" },
		],
	});
const said = (trigger: string, expression: string) =>
	problemsOf(drawn(trigger, expression)).map(({ level, node, setting, message }) => {
		expect({ level, node, setting }).toEqual({ level: "warning", node: "last", setting: "title" });
		return message;
	});

describe("FLOW-2 what an expression reads and never can is told", () => {
	test.each([
		["on_webhook", "{{ event.body.message }}", "there is no event here. What began the run is called trigger."],
		["on_message", "{{ event.data.channel }}", "there is no event here. Write trigger.event."],
		["manual", "{{ steps.ask_ai.text }}", "steps.ask_ai has no “text”. There is answer, provider, model."],
		["manual", "{{ steps.gone.text }}", "there is no step “gone”"],
		["manual", "{{ steps.after.a }}", "the step “after” is not done before this one."],
		["on_webhook", "{{ trigger.message }}", "what begins the run has no “message”. There is body, query."],
		["on_schedule", "{{ trigger.body }}", "what begins the run has no “body”. There is at."],
		["manual", "{{ item.name }}", "there is no item here"],
	])("FLOW-2 begun by %s, %s", (trigger, expression, words) => {
		expect(said(trigger, expression)).toEqual([expect.stringContaining(words)]);
	});

	test.each([
		["on_webhook", "{{ trigger.body.message }} {{ trigger.query.from }}"],
		["manual", "{{ trigger.anything.at.all }}"],
		["on_message", "{{ trigger.event.data.whatever }} {{ trigger.subject.id }}"],
		["manual", "{{ steps.call.body.deep.down }} {{ steps.ask_ai.answer }} {{ steps.call.error }}"],
		["manual", '{{ steps.?gone.?text.orValue("") }}'],
		["manual", "{{ trigger.rows.map(item, item.name) }}"],
	])("FLOW-2 begun by %s, %s is open and not judged", (trigger, expression) => {
		expect(said(trigger, expression)).toEqual([]);
	});

	test("FLOW-2 what a form sends is no failure on sample data either", () => {
		const form = stepForm(drawn("on_webhook", "{{ trigger.body.message }}"), "last", new Date());
		expect(form.results["settings.title"]).toEqual({ isGood: true, text: "Say text" });
	});

	test("FLOW-2 fields of an answer are known, and no ready workflow reads what it cannot", () => {
		const fields = [{ name: "urgent", value: "yes/no" }];
		const graph = drawn("manual", "{{ steps.sort.answer.urgnt }}", [
			{ id: "sort", type: "ask_ai", name: "Sort", settings: { prompt: "Hi", fields } },
		]);
		graph.edges.push({ from: "start", port: "next", to: "sort" }, { from: "sort", port: "next", to: "last" });
		expect(problemsOf(graph)).toMatchObject([{ message: expect.stringContaining("no “urgnt”. There is urgent.") }]);
		for (const { name, graph } of TEMPLATES)
			expect(
				problemsOf(graph).map(({ message }) => message),
				name,
			).toEqual([]);
	});
});
