import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getArtifact, listArtifacts, listVersions } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { restoreVersion } from "#app/domain/artifacts/saving/restore-version.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { linkTask } from "#app/domain/artifacts/tasks/link-task.ts";
import { makeTask } from "#app/domain/artifacts/tasks/make-task.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let other: TestOrg;
let made: { accountId: string; playId: string };

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	made = await makePlay(org, { name: "Orchard & Sons" });
});

const create = (input: Parameters<typeof createArtifact>[1]) => as(org, "user", (ctx) => createArtifact(ctx, input));
const save = (id: string, input: Parameters<typeof saveArtifact>[2]) =>
	as(org, "user", (ctx) => saveArtifact(ctx, id, input));
const read = (id: string, number?: number) => as(org, "viewer", (ctx) => getArtifact(ctx, id, number));
const draft = (words: string) => create({ kind: "email_draft", accountId: made.accountId, content: { words } });

describe("artifacts", () => {
	it("SUCCESS-7 each kind begins with what is known of the account", async () => {
		const task = await as(org, "user", (ctx) =>
			createTask(ctx, { title: "Call them", subject: { type: "account", id: made.accountId } }),
		);
		await house().database.owner.query(
			`insert into account_stakeholders (org_id, id, account_id, name, influence, sentiment) values ($1, $2, $3, 'Ann Oak', 'high', 'positive')`,
			[org.id, newId(), made.accountId],
		);
		const begun = async (kind: string) => (await read((await create({ kind, accountId: made.accountId })).id)).content;
		expect(await begun("pricing")).toMatchObject({ currency: "USD", years: 3, lines: [{ currentCents: 5_000_000 }] });
		expect(await begun("open_tasks")).toMatchObject({ lines: [{ title: "Call them", taskId: task.id }] });
		expect(await begun("stakeholder_map")).toMatchObject({
			people: [{ name: "Ann Oak", influence: 85, sentiment: 82 }],
		});
		expect(await begun("assessment")).toMatchObject({ relationship: { score: null, note: "" }, summary: "" });
		expect(await begun("email_draft")).toEqual({});
	});

	it("SUCCESS-7 saves versions that stay as they were, and tells who edited from an older one", async () => {
		const { id } = await draft("one");
		expect(await save(id, { version: 1, content: { words: "two" }, note: "shorter" })).toMatchObject({ version: 2 });
		const late = save(id, { version: 1, content: { words: "mine" } });
		await expect(late).rejects.toMatchObject({
			status: 409,
			data: { current: { version: 2, content: { words: "two" } } },
		});
		await expect(save(id, { content: { words: "blind" } })).rejects.toMatchObject({ status: 422 });
		expect(await save(id, { version: 2, content: { words: "two" } })).toMatchObject({ version: 2, isChanged: false });
		expect(await read(id, 1)).toMatchObject({ number: 1, version: 2, content: { words: "one" } });
		const versions = await as(org, "viewer", (ctx) => listVersions(ctx, id));
		expect(versions.data.map(({ number, note }) => [number, note])).toEqual([
			[2, "shorter"],
			[1, ""],
		]);
		await expect(
			as(org, "owner", ({ db }) =>
				db.updateTable("artifact_versions").set({ note: "x" }).where("artifact_id", "=", id).execute(),
			),
		).rejects.toThrow(/permission denied/);
	});

	it("SUCCESS-7 two saves at once from one version keep one and refuse the other", async () => {
		const { id } = await draft("start");
		const both = await Promise.allSettled(["a", "b"].map((words) => save(id, { version: 1, content: { words } })));
		expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect((await read(id)).version).toBe(2);
	});

	it("SUCCESS-7 an earlier version is restored as the newest, and nothing between is lost", async () => {
		const { id } = await draft("one");
		await save(id, { version: 1, content: { words: "two" } });
		expect(await as(org, "user", (ctx) => restoreVersion(ctx, id, { number: 1, version: 2 }))).toMatchObject({
			version: 3,
		});
		expect(await read(id)).toMatchObject({ number: 3, content: { words: "one" }, note: "As version 1 was" });
		expect((await read(id, 2)).content).toEqual({ words: "two" });
		await expect(as(org, "user", (ctx) => restoreVersion(ctx, id, { number: 9 }))).rejects.toMatchObject({
			status: 404,
		});
	});

	it("SUCCESS-7 is removed and brought back, with its versions", async () => {
		const { id } = await draft("kept");
		await as(org, "user", (ctx) => removeArtifact(ctx, { id }));
		await expect(read(id)).rejects.toMatchObject({ status: 404 });
		await expect(save(id, { title: "Gone" })).rejects.toMatchObject({ status: 404 });
		await as(org, "user", (ctx) => removeArtifact(ctx, { id, back: true }));
		expect((await read(id)).content).toEqual({ words: "kept" });
	});

	it("SUCCESS-7 a line becomes one task, however often it is asked, and shows that task as it stands", async () => {
		const lines = [{ key: "call", title: "Call Ann", comment: "before Friday" }];
		const { id } = await create({ kind: "open_tasks", accountId: made.accountId, content: { lines } });
		const asked = await Promise.all([1, 2].map(() => as(org, "user", (ctx) => makeTask(ctx, id, "call"))));
		expect(new Set(asked.map(({ taskId }) => taskId)).size).toBe(1);
		expect((await read(id)).tasks).toMatchObject([{ item: "call", title: "Call Ann", state: "open" }]);
		await expect(as(org, "user", (ctx) => makeTask(ctx, id, "none"))).rejects.toMatchObject({ status: 422 });
		const another = await as(org, "user", (ctx) => createTask(ctx, { title: "Another" }));
		const link = () => as(org, "user", (ctx) => linkTask(ctx, id, { item: "call", taskId: another.id }));
		await expect(link()).rejects.toMatchObject({ status: 409 });
		await as(org, "user", (ctx) => trashTask(ctx, { id: asked[0]!.taskId }));
		expect(await link()).toMatchObject({ isNew: true });
	});

	it("SUCCESS-7 belongs to the play and the step in which it was made, and is listed by each", async () => {
		const { runId } = await as(org, "user", (ctx) => openPlay(ctx, made.playId));
		await runJobs();
		const step = await as(org, "owner", ({ db }) =>
			db
				.selectFrom("workflow_steps")
				.select(["id", "node"])
				.where("run_id", "=", runId)
				.where("state", "=", "waiting")
				.executeTakeFirstOrThrow(),
		);
		const { id } = await create({ kind: "note", runId, stepId: step.node });
		expect(await read(id)).toMatchObject({ accountId: made.accountId, playId: made.playId, runId, stepId: step.id });
		const listed = (asked: object) => as(org, "viewer", (ctx) => listArtifacts(ctx, asked));
		for (const asked of [{ playId: made.playId }, { runId }, { stepId: step.id }])
			expect((await listed(asked)).data.map((one) => one.id)).toEqual([id]);
		const elsewhere = await makePlay(org, { name: "Elsewhere" });
		await expect(create({ kind: "note", runId, accountId: elsewhere.accountId })).rejects.toMatchObject({
			status: 422,
		});
		await expect(create({ kind: "note", runId: newId() })).rejects.toMatchObject({ status: 404 });
		await expect(create({ kind: "note" })).rejects.toMatchObject({
			status: 422,
			fields: { accountId: expect.anything() },
		});
	});

	it("SUCCESS-7 refuses what is too large, too deep, no object, or not what its kind holds", async () => {
		const { accountId } = made;
		let deep: object = {};
		for (let level = 0; level < 30; level++) deep = { deep };
		for (const content of [{ words: "x".repeat(300_000) }, deep, [1], "text"])
			await expect(create({ kind: "email_draft", accountId, content })).rejects.toMatchObject({ status: 422 });
		await expect(create({ kind: "assessment", accountId, content: { value: { score: 9 } } })).rejects.toMatchObject({
			fields: { "content.value.score": ["Choose 1 to 5."] },
		});
		await expect(create({ kind: "Email Draft", accountId })).rejects.toMatchObject({
			fields: { kind: expect.anything() },
		});
	});

	it("SUCCESS-7 a viewer changes nothing, and another organisation finds nothing", async () => {
		const { id } = await draft("ours");
		await expect(as(org, "viewer", (ctx) => saveArtifact(ctx, id, { title: "x" }))).rejects.toMatchObject({
			status: 403,
		});
		await expect(
			as(org, "viewer", (ctx) => createArtifact(ctx, { kind: "pricing", accountId: made.accountId })),
		).rejects.toMatchObject({ status: 403 });
		for (const reach of [
			as(other, "owner", (ctx) => getArtifact(ctx, id)),
			as(other, "owner", (ctx) => saveArtifact(ctx, id, { title: "x" })),
			as(other, "owner", (ctx) => removeArtifact(ctx, { id })),
			as(other, "owner", (ctx) => listVersions(ctx, id)),
			as(other, "owner", (ctx) => restoreVersion(ctx, id, { number: 1 })),
			as(other, "owner", (ctx) => makeTask(ctx, id, "call")),
			as(other, "owner", (ctx) => linkTask(ctx, id, { item: "call", taskId: made.accountId })),
			as(other, "owner", (ctx) => createArtifact(ctx, { kind: "pricing", accountId: made.accountId })),
		])
			await expect(reach).rejects.toMatchObject({ status: 404 });
		expect((await as(other, "owner", (ctx) => listArtifacts(ctx, { accountId: made.accountId }))).data).toEqual([]);
	});
});
