import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { removeStage, saveStage } from "#app/domain/crm/pipelines/change-stage.ts";
import type { Pipeline } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import * as settings from "#app/routes/settings/pipelines/pipelines.tsx";
import { house } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { answerOf } from "../pages.ts";

describe("CRM-2: the settings of pipelines", () => {
	let org: TestOrg;
	const cookies = {} as Record<"manager" | "user" | "viewer" | "stranger", string>;
	type Who = keyof typeof cookies;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		for (const role of ["manager", "user", "viewer"] as const) cookies[role] = await cookieOf(org, role);
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	});
	const post = (fields: Record<string, string>, who: Who = "manager") =>
		answerOf(
			Promise.resolve().then(() =>
				settings.action(argsFor({ cookie: cookies[who], path: "/settings/pipelines", fields })),
			),
		);
	const shown = async (): Promise<Pipeline[]> =>
		(await settings.loader(argsFor({ cookie: cookies.manager, path: "/settings/pipelines" }))).pipelines;
	const names = async (id: string) => (await shown()).find((each) => each.id === id)!.stages.map(({ name }) => name);
	const add = async (name: string) => {
		expect((await post({ act: "add", name })).status).toBe(303);
		return (await shown()).find((each) => each.name === name)!;
	};

	test("CRM-2: a pipeline is added with stages, renamed, and its stages added, changed and ordered", async () => {
		const { id: pipeline, stages } = await add("Repairs");
		expect(await names(pipeline)).toEqual(["New", "Won", "Lost"]);
		await post({ act: "rename", pipeline, name: "Repair work" });
		expect((await shown()).find(({ id }) => id === pipeline)!.name).toBe("Repair work");
		const stage = { name: "Looked at", outcome: "open", probability: "40", most: "5", ages: "7" };
		expect((await post({ act: "save", pipeline, ...stage })).flash!.message).toBe("The stage is saved.");
		// A new open stage stands before those that end a deal.
		expect(await names(pipeline)).toEqual(["New", "Looked at", "Won", "Lost"]);
		await post({ act: "up", pipeline, stage: stages[2]!.id });
		expect(await names(pipeline)).toEqual(["New", "Looked at", "Lost", "Won"]);
		for (const _ of [1, 2]) await post({ act: "down", pipeline, stage: stages[1]!.id });
		expect(await names(pipeline)).toEqual(["New", "Looked at", "Lost", "Won"]);
		const made = (await shown()).find(({ id }) => id === pipeline)!.stages[1]!;
		expect(made).toMatchObject({ probability: 40, most: 5, ages: 7, used: false });
		await post({ act: "save", pipeline, stage: made.id, name: "Seen", outcome: "open", probability: "45" });
		expect((await shown()).find(({ id }) => id === pipeline)!.stages[1]).toMatchObject({ name: "Seen", most: null });
	});

	test("CRM-2: a stage with deals goes once they have a place, those in the trash too, each with its event", async () => {
		const { id: pipeline, stages } = await add("Moving");
		const [first, won] = stages;
		await post({ act: "save", pipeline, name: "Next", outcome: "open", probability: "20" });
		const next = (await shown()).find(({ id }) => id === pipeline)!.stages.find(({ name }) => name === "Next")!;
		const ids: string[] = [];
		for (const name of ["A", "B"]) {
			ids.push((await as(org, "user", (ctx) => createDeal(ctx, { name, stageId: first!.id }))).id);
		}
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "deal", id: ids[1]! }));
		const held = await post({ act: "remove", pipeline, stage: first!.id });
		expect(held).toMatchObject({ status: 409, reply: { message: "Deals stand in New. Choose the stage they go to." } });
		// What it means cannot change under deals that stand in it either.
		const turned = await post({
			act: "save",
			pipeline,
			stage: first!.id,
			name: "New",
			outcome: "won",
			probability: "10",
		});
		expect(turned.status).toBe(409);
		expect((await post({ act: "remove", pipeline, stage: first!.id, moveTo: first!.id })).status).toBe(409);
		expect((await post({ act: "remove", pipeline, stage: first!.id, moveTo: next.id })).status).toBe(303);
		const { owner } = house().database;
		const standing = await owner.query("select stage_id from deals where org_id = $1 and id = any($2)", [org.id, ids]);
		expect(standing).toEqual([{ stage_id: next.id }, { stage_id: next.id }]);
		const moved = "select 1 from events where org_id = $1 and name = 'deal.moved' and subject_id = any($2)";
		expect(await owner.query(moved, [org.id, ids])).toHaveLength(2);
		// The last open stage stays, whatever stands in it.
		expect((await post({ act: "remove", pipeline, stage: next.id, moveTo: won!.id })).status).toBe(422);
		expect(await names(pipeline)).toEqual(["Next", "Won", "Lost"]);
	});

	test("CRM-2: a stage that is full takes no deals of one that is removed", async () => {
		const { id: pipelineId, stages } = await add("Narrow");
		const stage = { name: "Room for one", outcome: "open", probability: 1, most: 1, ages: undefined } as const;
		await as(org, "manager", (ctx) => saveStage(ctx, { ...stage, pipelineId }));
		const target = (await shown()).find(({ id }) => id === pipelineId)!.stages.find(({ most }) => most === 1)!;
		for (const name of ["A", "B"]) {
			await as(org, "user", (ctx) => createDeal(ctx, { name, stageId: stages[0]!.id }));
		}
		const remove = as(org, "manager", (ctx) => removeStage(ctx, { pipelineId, id: stages[0]!.id, moveTo: target.id }));
		await expect(remove).rejects.toMatchObject({ status: 422, message: expect.stringMatching(/takes at most 1 deal/) });
		expect((await names(pipelineId))[0]).toBe("New");
	});

	test("CRM-2: what is not accepted comes back as it was typed and says why", async () => {
		const { id: pipeline, stages } = await add("Bad input");
		const typed = {
			act: "save",
			pipeline,
			stage: stages[0]!.id,
			name: " ",
			outcome: "open",
			probability: "500",
			most: "x",
		};
		expect(await post(typed)).toMatchObject({
			status: 422,
			reply: {
				result: {
					initialValue: { probability: "500", most: "x", stage: stages[0]!.id },
					error: { name: ["Give it a name."], probability: ["Write 100 at most."], most: ["Write a whole number."] },
				},
			},
		});
		for (const bad of [{}, { act: "burn" }, { act: "add" }, { act: "up", pipeline: "x", stage: "y" }] as Record<
			string,
			string
		>[]) {
			expect((await post(bad)).status, JSON.stringify(bad)).toBe(422);
		}
		const ends = await post({ ...typed, name: "New", probability: "1", most: "", outcome: "lost" });
		expect(ends).toMatchObject({ status: 422, reply: { message: expect.stringMatching(/needs an open stage/) } });
		expect(await names(pipeline)).toEqual(["New", "Won", "Lost"]);
	});

	test("SEC-1: users and viewers are refused, and another firm's pipeline and stage are not to be had", async () => {
		const { id: pipeline, stages } = await add("Guarded");
		const acts: Record<string, string>[] = [
			{ act: "rename", pipeline, name: "Theirs" },
			{ act: "save", pipeline, name: "Theirs", outcome: "open", probability: "1" },
			{ act: "save", pipeline, stage: stages[0]!.id, name: "Theirs", outcome: "open", probability: "1" },
			{ act: "down", pipeline, stage: stages[0]!.id },
			{ act: "remove", pipeline, stage: stages[1]!.id },
		];
		for (const fields of acts) {
			for (const who of ["user", "viewer"] as const) expect((await post(fields, who)).status, who).toBe(403);
			expect((await post(fields, "stranger")).status, fields.act).toBe(404);
		}
		expect((await post({ act: "up", pipeline, stage: newId() })).status).toBe(404);
		expect((await shown()).find(({ id }) => id === pipeline)).toMatchObject({ name: "Guarded" });
		expect(await names(pipeline)).toEqual(["New", "Won", "Lost"]);
	});
});
