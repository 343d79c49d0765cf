import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import * as batch from "#app/routes/crm/lists/batches/batch.tsx";
import type { BatchShown } from "#app/routes/crm/lists/batches/batch-form.tsx";
import * as batchNew from "#app/routes/crm/lists/batches/batch-new.tsx";
import * as batchState from "#app/routes/crm/lists/batches/batch-state.ts";
import * as batches from "#app/routes/crm/lists/batches/batches.tsx";
import { house } from "#db/context.ts";
import { fillContacts, listAt } from "#tests/domain/crm/lists/places.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { answerOf } from "../pages.ts";

describe("CRM-2: the pages of acts on many records", { timeout: 120_000 }, () => {
	let org: TestOrg;
	let other: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	type Who = keyof typeof cookies;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		await fillContacts(org, 330);
		await fillContacts(other, 5);
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(other, "owner");
	});
	type Module = { action: (args: never) => unknown };
	type Fields = [string, string][];
	const post = (module: Module, path: string, fields: Fields, { id = "", who = "user" as Who } = {}) =>
		answerOf(
			Promise.resolve().then(() =>
				module.action(argsFor({ cookie: cookies[who], path, params: { id }, fields: fields as never })),
			),
		);
	const shownFor = async (fields: Fields, type = "contact") =>
		(await post(batchNew, `/batches/new?type=${type}`, fields)).reply!.detail!.shown as BatchShown;
	const begin = (shown: BatchShown, more: Fields, who: Who = "user") => {
		const ids: Fields = shown.ids.map((id) => ["ids", id]);
		const query: Fields = shown.query === undefined ? [] : [["query", `?${shown.query}`]];
		const meant: Fields = [
			["key", shown.key],
			["type", shown.type],
			["act", shown.act],
		];
		return post(batches, "/batches", [...meant, ...ids, ...query, ...more], { who });
	};
	const some = async (count: number) => (await listAt(org, "contact", "")).rows.slice(0, count).map(([id]) => id);
	const found = async (query: string, firm = org) => (await listAt(firm, "contact", query)).count.value;
	const batchAt = (id: string, who: Who = "user") =>
		batch.loader(argsFor({ cookie: cookies[who], path: `/batches/${id}`, params: { id } }));

	test("CRM-2: ticked records are tagged after a page that names act and count, and the note takes it back", async () => {
		const ids = await some(4);
		const shown = await shownFor([["act", "tag"], ...ids.map((id): [string, string] => ["id", id])]);
		expect(shown).toMatchObject({ act: "tag", type: "contact", count: 4, ids });
		const done = await begin(shown, [["tag", "Fair"]]);
		expect(done).toMatchObject({ status: 303, to: "/contacts", flash: { message: "Tagged 4 contacts." } });
		expect(await found("f=tags.filled")).toBe(4);
		// Pressed twice it is one act.
		expect(await begin(shown, [["tag", "Fair"]])).toMatchObject({ flash: { message: "Tagged 4 contacts." } });
		const { action: path, act } = done.flash!.undo!;
		const back = await post(batchState, path, [["act", act]], { id: shown.key });
		expect(back).toMatchObject({ to: `/batches/${shown.key}`, flash: { message: "Undone: 4 contacts." } });
		expect(await found("f=tags.filled")).toBe(0);
		const again = await post(batchState, path, [["act", act]], { id: shown.key });
		expect(again.flash).toMatchObject({ message: "This was undone already.", tone: "info" });
	});

	test("CRM-2: all that match become a batch with a page of its own, which stops and undoes", async () => {
		const shown = await shownFor([
			["act", "assign"],
			["all", "all?f=city.is.oslo"],
		]);
		expect(shown).toMatchObject({ count: 110, query: "f=city.is.oslo", ids: [] });
		const done = await begin(shown, [["ownerId", org.members.manager.id]]);
		expect(done.to).toBe(`/batches/${shown.key}`);
		expect(await batchAt(shown.key)).toMatchObject({ state: "running", total: 110, done: 0, mayEdit: true });
		const stopped = await post(batchState, `/batches/${shown.key}/state`, [["act", "stop"]], { id: shown.key });
		expect(stopped.flash).toMatchObject({ message: "Stopped. What was done stays, and can be undone." });
		await runJobs();
		expect(await batchAt(shown.key)).toMatchObject({ state: "cancelled", done: 0 });
		const whole = await shownFor([
			["act", "assign"],
			["all", "all?"],
		]);
		expect(whole).toMatchObject({ count: 330, query: "" });
		await begin(whole, [["ownerId", org.members.manager.id]]);
		await runJobs();
		expect(await batchAt(whole.key)).toMatchObject({ state: "done", changed: 330 });
		const undoing = await post(batchState, "/x", [["act", "undo"]], { id: whole.key });
		expect(undoing.flash).toMatchObject({ message: "It is being undone.", tone: "info" });
		await runJobs();
		expect(await batchAt(whole.key)).toMatchObject({ state: "undone", undo: { undone: 330, left: 0 } });
		const { batches: listed } = await batches.loader(argsFor({ cookie: cookies.user, path: "/batches" }));
		expect(listed.slice(0, 2)).toMatchObject([{ id: whole.key }, { id: shown.key }]);
	});

	test("CRM-2: a field is chosen first and then its value; what does not fit is refused and changes nothing", async () => {
		const ids = await some(3);
		const ticked = ids.map((id): [string, string] => ["id", id]);
		const first = await shownFor([["act", "edit"], ...ticked]);
		expect(first.field).toBeUndefined();
		expect(first.own.map(({ value }) => value)).toContain("city");
		const second = await shownFor([["act", "edit"], ["field", "stage"], ...ticked]);
		expect(second).toMatchObject({ field: "stage", count: 3 });
		const refused = await begin(second, [
			["field", "stage"],
			["value", "king"],
		]);
		expect(refused).toMatchObject({
			status: 303,
			to: "/contacts",
			flash: { message: expect.stringMatching(/Nothing was changed/) },
		});
		expect(
			await begin(second, [
				["field", "stage"],
				["value", "former"],
			]),
		).toMatchObject({
			flash: { message: expect.stringMatching(/^Changed \d contacts?\.$/) },
		});
	});

	test("CRM-2: what is bad, foreign or not allowed changes nothing", async () => {
		const foreign = (await listAt(other, "contact", "")).rows.map(([id]) => id);
		const shown = await shownFor([["act", "delete"], ...foreign.map((id): [string, string] => ["id", id])]);
		expect(shown.count).toBe(0);
		const tried = await begin(shown, []);
		expect(tried.flash).toMatchObject({ message: expect.stringMatching(/^Nothing is selected any more/) });
		expect(await found("", other)).toBe(5);
		const mine = await shownFor([
			["act", "delete"],
			["id", (await some(1))[0]!],
		]);
		expect((await begin(mine, [], "viewer")).status).toBe(403);
		for (const bad of [
			[["act", "burn"]],
			[
				["act", "tag"],
				["id", "x"],
			],
			[],
		] as Fields[]) {
			expect((await post(batchNew, "/batches/new?type=contact", bad)).status, JSON.stringify(bad)).toBe(422);
			expect((await post(batches, "/batches", bad)).flash?.message, JSON.stringify(bad)).toMatch(/Nothing was changed/);
		}
		expect((await batchAt(mine.key).catch((thrown: unknown) => thrown)) as Response).toMatchObject({ status: 404 });
		await begin(mine, []);
		expect((await batchAt(mine.key, "stranger").catch((thrown: unknown) => thrown)) as Response).toMatchObject({
			status: 404,
		});
		const undo = (who: Who) => post(batchState, "/x", [["act", "undo"]], { id: mine.key, who });
		expect((await undo("viewer")).status).toBe(403);
		expect((await undo("stranger")).status).toBe(404);
		expect(await undo("user")).toMatchObject({ flash: { message: "Undone: 1 contact." } });
		expect((await post(batchState, "/x", [["act", "undo"]], { id: newId() })).status).toBe(404);
	});

	test("CRM-2: a stage that takes two deals refuses three, says what to do, and takes two", async () => {
		const ids: string[] = [];
		for (let at = 0; at < 3; at++) ids.push((await as(org, "user", (ctx) => createDeal(ctx, { name: `D${at}` }))).id);
		const [, narrow] = await house().database.owner.query<{ id: string; name: string }>(
			"select id, name from pipeline_stages where org_id = $1 order by position",
			[org.id],
		);
		await house().database.owner.query("update pipeline_stages set most = 2 where id = $1", [narrow!.id]);
		const act = async (chosen: string[]) =>
			begin(
				await shownFor(
					[["act", "edit"], ["field", "stageId"], ...chosen.map((id): [string, string] => ["id", id])],
					"deal",
				),
				[
					["field", "stageId"],
					["value", narrow!.id],
				],
			);
		const refused = await act(ids);
		expect(refused.flash!.message).toMatch(
			/^Meeting takes at most 2 deals at once, and 0 stand there\. Move some on or select fewer, or raise the limit .* Nothing was changed\.$/,
		);
		expect(await act(ids.slice(0, 2))).toMatchObject({ flash: { message: "Changed 2 deals." } });
		// Those that stand there already need no more room.
		expect((await act(ids.slice(0, 2))).flash!.message).toBe("Changed 0 deals.");
	});
});
