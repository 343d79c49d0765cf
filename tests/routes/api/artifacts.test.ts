import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let keys: Record<"user" | "manager" | "viewer" | "theirs", string>;
let made: { accountId: string; playId: string };

const path = "/api/workflows/artifacts";
const call = (to: string, options: Parameters<typeof callApi>[2] = {}, by = keys.user) =>
	callApi(by, path + to, options);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const other = await makeOrg("Another firm");
	keys = {
		...{ user: await makeKey(org, "user"), manager: await makeKey(org, "manager") },
		...{ viewer: await makeKey(org, "viewer"), theirs: await makeKey(other, "owner") },
	};
	made = await makePlay(org, { name: "Orchard & Sons" });
});

describe("SUCCESS-7 artifacts by API", () => {
	it("SUCCESS-7 any type is kept as it comes, of a run and its step, with its metadata", async () => {
		const { body } = await callApi(keys.user, `/api/workflows/queue/items/${made.playId}/open`, { body: {} });
		await runJobs();
		const play = await as(org, "viewer", (ctx) => getPlay(ctx, made.playId));
		const content = {
			subject: "Your renewal",
			body: "Hello\nthere",
			to: ["ann@oak.example"],
			nested: { deep: [1, null] },
		};
		const saved = await call("", {
			body: {
				...{ workflowExecutionId: body.runId, stepId: play.now!.node, artifactType: "email_draft" },
				...{ title: "To Ann", content, metadata: { source: "assistant" } },
			},
		});
		expect(saved).toMatchObject({
			status: 201,
			body: {
				...{ artifactType: "email_draft", title: "To Ann", version: 1, content, metadata: { source: "assistant" } },
				...{ accountId: made.accountId, playId: made.playId, stepId: play.now!.stepId },
				workflowExecutionId: body.runId,
			},
		});
		const listed = await call(`?workflowExecutionId=${body.runId}`, {}, keys.viewer);
		expect(listed.body).toMatchObject({ data: [{ id: saved.body.id }], next: null });
		expect((await call(`?artifactType=nothing_such`)).body.data).toEqual([]);
		expect((await call(`/${saved.body.id}`, {}, keys.viewer)).body.content).toEqual(content);
	});

	it("SUCCESS-7 a key of idempotency brings one artifact, and pages follow each other without a gap", async () => {
		const { accountId } = await makePlay(org, { name: "Paged" });
		const once = { body: { artifactType: "note", accountId }, headers: { "Idempotency-Key": newId() } };
		const both = [await call("", once), await call("", once)];
		expect(both[1]!.body.id).toBe(both[0]!.body.id);
		for (let more = 0; more < 4; more++) await call("", { body: { artifactType: "note", accountId } });
		const seen: string[] = [];
		let cursor = "";
		do {
			const { body } = await call(`?companyId=${accountId}&limit=2${cursor && `&cursor=${cursor}`}`);
			seen.push(...body.data.map(({ id }: { id: string }) => id));
			cursor = body.next ?? "";
		} while (cursor);
		expect(new Set(seen).size).toBe(5);
		expect((await call(`?companyId=${accountId}&cursor=bent`)).status).toBe(422);
	});

	it("SUCCESS-7 versions: saved from the one that was seen, listed, shown, restored", async () => {
		const { accountId } = made;
		const { body } = await call("", { body: { artifactType: "note", accountId, content: { words: "one" } } });
		const patch = (given: object, by = keys.user) => call(`/${body.id}`, { method: "PATCH", body: given }, by);
		expect((await patch({ version: 1, content: { words: "two" } })).body).toMatchObject({ version: 2, number: 2 });
		expect(await patch({ version: 1, content: { words: "late" } })).toMatchObject({
			status: 409,
			body: { error: { details: { current: { version: 2, content: { words: "two" } } } } },
		});
		expect((await patch({ content: { words: "blind" } })).status).toBe(422);
		expect((await patch({ title: "Named" })).body).toMatchObject({ title: "Named", version: 2 });
		expect((await call(`/${body.id}?number=1`)).body.content).toEqual({ words: "one" });
		expect((await call(`/${body.id}?number=9`)).status).toBe(404);
		const restored = await call(`/${body.id}/versions`, { body: { restore: 1, version: 2 } });
		expect(restored).toMatchObject({ status: 201, body: { version: 3, isChanged: true } });
		const page = await call(`/${body.id}/versions?limit=2`);
		expect(page.body.data.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
		expect((await call(`/${body.id}/versions?cursor=${page.body.next}`)).body.data).toMatchObject([{ number: 1 }]);
		expect(await call(`/${body.id}`, { method: "DELETE" })).toMatchObject({ status: 200, body: { deleted: true } });
		expect((await call(`/${body.id}`)).status).toBe(404);
	});

	it("SUCCESS-7 a price outside the limits is asked about and decided by a manager's key alone", async () => {
		const { accountId } = made;
		const lines = [{ key: "plan", name: "Plan", currentCents: 100 }];
		const content = { currency: "USD", years: 2, discountPercent: 25, lines };
		const { body } = await call("", { body: { artifactType: "pricing", accountId, content } });
		const asked = { version: 1, memberId: org.members.manager.id };
		expect((await call(`/${body.id}/approval`, { body: asked })).status).toBe(201);
		const decide = (by: string) => call(`/${body.id}/decision`, { body: { version: 1, decision: "approve" } }, by);
		expect((await decide(keys.user)).status).toBe(403);
		expect((await decide(keys.theirs)).status).toBe(404);
		expect((await decide(keys.manager)).body.approval).toMatchObject({ state: "approved", at: expect.any(String) });
	});

	it("SUCCESS-7 what a type of ours cannot hold is refused by field, and a line becomes one task", async () => {
		const { accountId } = made;
		const wrong = { artifactType: "assessment", accountId, content: { value: { score: 7 } } };
		expect(await call("", { body: wrong })).toMatchObject({
			status: 422,
			body: { error: { fields: { "content.value.score": ["Choose 1 to 5."] } } },
		});
		expect((await call("", { body: { artifactType: "Bent type", accountId } })).status).toBe(422);
		expect((await call("", { body: { artifactType: "note" } })).status).toBe(422);
		const content = { lines: [{ key: "call", title: "Call Ann" }] };
		const { body } = await call("", { body: { artifactType: "open_tasks", accountId, content } });
		const task = () => call(`/${body.id}/tasks`, { body: { item: "call" } });
		const [one, other] = [await task(), await task()];
		expect(one).toMatchObject({ status: 201, body: { isNew: true } });
		expect(other.body).toEqual({ taskId: one.body.taskId, isNew: false });
		expect((await call("", { body: wrong }, keys.viewer)).status).toBe(403);
	});
});
