import { beforeAll, expect, test } from "vitest";
import { problemsOf } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { settingErrors } from "#app/domain/workflows/definitions/save-step.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { openTestHouse } from "#tests/support/house.ts";

beforeAll(() => openTestHouse());

/** What stands in a schema library's own messages and in none of ours. */
const JARGON =
	/invalid|expected|received|undefined|\bNaN\b|\bstring|array|object\b|boolean|unrecognized|too (big|small)|>=|<=/i;
const NONSENSE = ["", "x", " ", -5, 1.5, 99_999, null, true, [], [{}], {}, "x".repeat(60_000)];

const problems = (type: string, settings: Record<string, unknown>) =>
	problemsOf(Graph.parse({ nodes: [{ id: "one", type, name: "One", settings }], edges: [] })).flatMap(
		({ message, setting }) => (setting === undefined ? [] : [message]),
	);

test("FLOW-2 every kind of step says what it lacks in plain words: fresh, emptied, and filled with nonsense", () => {
	const said = [...nodeTypes().values()].flatMap((type) => {
		const filled = NONSENSE.map((value) => Object.fromEntries(type.fields.map(({ name }) => [name, value])));
		return [{}, ...filled, { nosuchsetting: 1 }].flatMap((settings) =>
			[...problems(type.type, settings), ...Object.values(settingErrors(type, settings)).flat()].map(
				(message) => `${type.type}: ${message}`,
			),
		);
	});
	expect(said.length).toBeGreaterThan(500);
	expect([...new Set(said)].filter((message) => JARGON.test(message))).toEqual([]);
});

test.each([
	["classify", "add at least one label"],
	["approval", "say what is to be approved"],
	["switch", "add at least one case"],
	["transform", "add at least one value"],
	["find_record", "choose a kind of record"],
])("FLOW-2 a fresh %s says: %s", (type, words) => {
	expect(problems(type, {}).join()).toContain(words);
});
