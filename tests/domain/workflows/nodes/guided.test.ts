import { beforeAll, describe, expect, it } from "vitest";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { listGuidedSteps } from "#app/domain/workflows/guided/guided-queries.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, publish, runOf } from "./flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const guided = (more: object = {}) =>
	publish(
		org,
		{
			call: [
				"guided",
				{
					title: "Call {{ trigger.name }}",
					instructions: "Ask how it goes.",
					fields: [
						{ name: "Mood", value: "good|bad*" },
						{ name: "Guests", value: "number" },
						{ name: "Follow up", value: "yes/no" },
					],
					...more,
				},
			],
			done: ["end", { result: "steps.call.values.Mood" }],
			skipped: ["end", { result: '"skipped"' }],
			ok: ["approval", { title: "Is it?" }],
		},
		["start>call", "start>ok", "call>done", "call.skipped>skipped"],
	);

describe("FLOW-1 guided steps", () => {
	it("FLOW-1 a person sees what is asked, fills it in, and the run goes on with it, once", async () => {
		const { id } = await guided();
		const run = await begin(org, id, { name: "Ann" });
		await runJobs(undefined, 2);
		const [step, ...others] = await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: run }));
		// The approval beside it is none of them.
		expect(others).toEqual([]);
		expect(step).toMatchObject({
			title: "Call Ann",
			instructions: "Ask how it goes.",
			fields: [
				{ name: "Mood", kind: { kind: "choice", choices: ["good", "bad"], isNeeded: true } },
				{ name: "Guests", kind: { kind: "number" } },
				{ name: "Follow up", kind: { kind: "yes/no" } },
			],
		});
		const { stepId } = step!;
		const end = (values: object, outcome: "done" | "skipped" = "done", role: "user" | "viewer" = "user") =>
			as(org, role, (ctx) => completeGuidedStep(ctx, { runId: run, stepId, outcome, values: values as never }));
		await expect(end({ Guests: "many" })).rejects.toMatchObject({
			status: 422,
			fields: { "values.Mood": ["This has to be filled in."], "values.Guests": ["Write a number."] },
		});
		await expect(end({ Mood: "so so" })).rejects.toMatchObject({ status: 422 });
		await expect(end({ Mood: "good" }, "done", "viewer")).rejects.toMatchObject({ status: 403 });
		const stranger = await makeOrg("Other");
		await expect(
			as(stranger, "owner", (ctx) => completeGuidedStep(ctx, { runId: run, stepId, outcome: "done", values: {} })),
		).rejects.toMatchObject({ status: 404 });
		await end({ Mood: "good", Guests: "4", "Follow up": "on" });
		await expect(end({ Mood: "bad" })).rejects.toMatchObject({ status: 409 });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ output: "good" });
		expect(await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: run }))).toEqual([]);
	});

	it("FLOW-1 a list or an object is lines where lines are asked for, and refused in words where a text is", async () => {
		const fields = [
			{ name: "Notes", value: "lines" },
			{ name: "Name", value: "text" },
			{ name: "Guests", value: "number" },
			{ name: "Mood", value: "good|bad" },
		];
		const { id } = await publish(
			org,
			{
				call: ["guided", { title: "Call", instructions: "{{ trigger.order }}", fields }],
				done: ["end", { result: "steps.call.values" }],
			},
			["start>call", "call>done"],
		);
		const run = await begin(org, id, { order: { item: "Lamp", count: 2 } });
		await runJobs();
		const [step] = await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: run }));
		expect(step!.instructions).toBe("item: Lamp\ncount: 2");
		const end = (values: object) =>
			as(org, "user", (ctx) =>
				completeGuidedStep(ctx, { runId: run, stepId: step!.stepId, outcome: "done", values: values as never }),
			);
		await expect(end({ Name: { first: "Ann" }, Guests: [4], Mood: ["good"] })).rejects.toMatchObject({
			status: 422,
			fields: {
				"values.Name": ["Write a text. Several values came."],
				"values.Guests": ["Write a number."],
				"values.Mood": ["Choose one of those offered."],
			},
		});
		await end({ Notes: { who: "Ann", deep: { at: 7 } }, Name: "Ann", Guests: 4 });
		await runJobs();
		expect((await runOf(org, run)).output).toMatchObject({
			Notes: '{\n  "who": "Ann",\n  "deep": {\n    "at": 7\n  }\n}',
		});
		const titled = await publish(org, { call: ["guided", { title: "{{ trigger.order }}" }] }, ["start>call"]);
		const refused = await begin(org, titled.id, { order: { item: "Lamp" } });
		await runJobs();
		expect((await runOf(org, refused)).error).toContain("a text is needed here, and several values came");
	});

	it("FLOW-1 skipping takes its own way, where it may be skipped", async () => {
		const run = await begin(org, (await guided()).id, { name: "Ann" });
		const kept = await begin(org, (await guided({ maySkip: false })).id, { name: "Ann" });
		await runJobs();
		const skip = async (of: string) => {
			const [step] = await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: of }));
			return as(org, "user", (ctx) => completeGuidedStep(ctx, { runId: of, stepId: step!.stepId, outcome: "skipped" }));
		};
		await skip(run);
		await expect(skip(kept)).rejects.toMatchObject({ status: 422 });
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ output: "skipped" });
	});

	it("FLOW-1 of a run that was cancelled nobody is asked any more; dry, nobody is asked at all", async () => {
		const { id } = await guided();
		const run = await begin(org, id, { name: "Ann" });
		const dry = await begin(org, id, { name: "Ann" }, true);
		await runJobs();
		expect(await runOf(org, dry)).toMatchObject({ state: "succeeded", output: "good" });
		const [step] = await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: run }));
		await as(org, "user", (ctx) => cancelRun(ctx, run));
		expect(await as(org, "user", (ctx) => listGuidedSteps(ctx, { runId: run }))).toEqual([]);
		await expect(
			as(org, "user", (ctx) => completeGuidedStep(ctx, { runId: run, stepId: step!.stepId, outcome: "skipped" })),
		).rejects.toMatchObject({ status: 409 });
	});
});
