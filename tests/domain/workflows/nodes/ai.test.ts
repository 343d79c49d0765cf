import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openModels } from "#app/providers/ai/door.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import { jsonb } from "#db/client.ts";
import { makeDocument } from "#tests/domain/knowledge/library.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, publish, runOf, stepOf } from "./flow.ts";

let org: TestOrg;
let standIn: ModelStandIn;

beforeAll(async () => {
	await openTestHouse();
	standIn = await startOpenAi();
});
afterAll(() => standIn.stop());
beforeEach(async () => {
	org = await makeOrg();
	useModel();
});

const useNone = () => setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
function useModel(): void {
	Object.assign(standIn, { replies: [], asked: [], otherwise: { fault: "500" } });
	const config = {
		name: "openai",
		kind: "openai",
		model: "gpt-4o-mini",
		baseUrl: `${standIn.url}/v1`,
		apiKey: OPENAI_KEY,
	} as const;
	const limits = { firstTokenMs: 2_000, silenceMs: 2_000, totalMs: 5_000 };
	setProviders({ ...providers(), models: openModels({ providers: [config], order: ["openai"], ...limits }) });
}

const calls = () =>
	as(org, "viewer", (ctx) => ctx.db.selectFrom("ai_calls").selectAll().where("purpose", "=", "workflow").execute());

const LABELS = [
	{ name: "complaint", value: "refund, broken" },
	{ name: "praise", value: "thanks, great" },
];
const sorting = () =>
	publish(
		org,
		{
			sort: ["classify", { text: "{{ trigger.text }}", labels: LABELS }],
			bad: ["end", { result: '"bad"' }],
			good: ["end", { result: '"good"' }],
			none: ["end", { result: '"none"' }],
		},
		["start>sort", "sort.complaint>bad", "sort.praise>good", "sort.otherwise>none"],
	);

describe("FLOW-1 models and knowledge", () => {
	it("FLOW-1 a model is asked once, its fields are checked, and its cost is written down", async () => {
		const { id } = await publish(
			org,
			{
				ask: [
					"ask_ai",
					{
						prompt: "Read: {{ trigger.text }}",
						fields: [
							{ name: "city", value: "text" },
							{ name: "guests", value: "number" },
							{ name: "urgent", value: "low|high" },
						],
					},
				],
				done: ["end", { result: 'steps.ask.answer.city + " " + string(steps.ask.answer.guests)' }],
			},
			["start>ask", "ask>done"],
		);
		standIn.replies = [{ text: '{"city": "Bern", "guests": 4, "urgent": "low"}' }];
		const run = await begin(org, id, { text: "Four of us in Bern" });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: "Bern 4" });
		expect(standIn.asked).toHaveLength(1);
		expect(JSON.stringify(standIn.asked[0]!.body.messages)).toContain("Four of us in Bern");
		expect(await calls()).toMatchObject([
			{ provider: "openai", outcome: "ok", tokens_in: 30, tokens_out: 12, subject_id: id },
		]);
	});

	it("FLOW-1 an answer that does not have its fields fails in words, and is written down too", async () => {
		const { id } = await publish(
			org,
			{
				ask: ["ask_ai", { prompt: "Count", fields: [{ name: "n", value: "number" }] }],
				sorry: ["end", { result: "steps.ask.error" }],
			},
			["start>ask", "ask.error>sorry"],
		);
		standIn.otherwise = { text: '{"n": "many"}' };
		const run = await begin(org, id);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect((await runOf(org, run)).output).toContain("does not have the fields it was asked for");
		expect((await calls()).length).toBeGreaterThan(0);
	});

	it("FLOW-1 a budget that is used up, and no model at all, are said in words; nobody is asked", async () => {
		const { id } = await publish(org, { ask: ["ask_ai", { prompt: "Hello" }] }, ["start>ask"]);
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("organisations")
				.set({ ai: jsonb({ monthlyBudgetMicros: 0 }) })
				.where("id", "=", org.id)
				.execute(),
		);
		const poor = await begin(org, id);
		await runJobs();
		expect((await runOf(org, poor)).error).toBe("This month's budget for models is used up.");
		useNone();
		const alone = await begin(org, id);
		await runJobs();
		expect((await runOf(org, alone)).error).toBe("No model is set up for steps of workflows.");
		expect(standIn.asked).toEqual([]);
	});

	it("FLOW-1 a text is sorted by the model, and its label is the way it goes", async () => {
		const { id } = await sorting();
		standIn.replies = [{ text: '{"label": "praise", "confidence": 0.9, "reason": "They are happy."}' }];
		const run = await begin(org, id, { text: "I want a refund, I say with joy" });
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: "good" });
		expect((await stepOf(org, run, "sort")).output).toMatchObject({ source: "model", confidence: 0.9 });
	});

	it("FLOW-1 where no model answers, the labels' words sort, and it says so", async () => {
		const { id } = await sorting();
		useNone();
		const runs = [];
		for (const text of ["It is BROKEN!", "Thanks, this was great", "unbroken brokenness", "What time is it?"]) {
			runs.push(await begin(org, id, { text }));
		}
		await runJobs();
		const outputs = await Promise.all(runs.map(async (run) => (await runOf(org, run)).output));
		expect(outputs).toEqual(["bad", "good", "none", "none"]);
		expect((await stepOf(org, runs[0]!, "sort")).output).toMatchObject({
			source: "rules",
			reason: "It holds: broken.",
		});
		expect(await calls()).toMatchObject(Array(4).fill({ source: "rules" }));
	});

	it("FLOW-1 passages of documents are found with their title; a stranger's never, and nothing is a way of its own", async () => {
		const { id } = await publish(
			org,
			{
				look: ["search_knowledge", { question: "{{ trigger.q }}" }],
				yes: ["end", { result: "steps.look.passages[0].title" }],
				no: ["end", { result: '"none"' }],
			},
			["start>look", "look.found>yes", "look.none>no"],
		);
		await makeDocument(org, "Coatings", "# Ceramic coating\n\nWash the car by hand every two weeks.");
		await makeDocument(await makeOrg("Other"), "Secret", "Zirconium is washed with sand.");
		const [found, none] = [
			await begin(org, id, { q: "washing a ceramic coating" }),
			await begin(org, id, { q: "zirconium" }),
		];
		await runJobs();
		expect(await runOf(org, found)).toMatchObject({ state: "succeeded", output: "Coatings" });
		expect((await stepOf(org, found, "look")).output).toMatchObject({
			passages: [{ title: "Coatings", page: null, heading: "Ceramic coating" }],
			text: expect.stringContaining("[1] Coatings"),
		});
		expect(await runOf(org, none)).toMatchObject({ state: "succeeded", output: "none" });
	});

	it("FLOW-3 dry, no model is asked and nothing is written down", async () => {
		const { id } = await publish(
			org,
			{
				ask: ["ask_ai", { prompt: "Hello", fields: [{ name: "n", value: "number" }] }],
				more: ["transform", { values: [{ name: "twice", value: "steps.ask.answer.n * 2" }] }],
				sort: ["classify", { text: "broken", labels: LABELS }],
			},
			["start>ask", "ask>more", "more>sort"],
		);
		const run = await begin(org, id, {}, true);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect((await stepOf(org, run, "sort")).port).toBe("complaint");
		expect(standIn.asked).toEqual([]);
		expect(await calls()).toEqual([]);
	});
});
