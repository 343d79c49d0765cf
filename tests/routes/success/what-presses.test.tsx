import { beforeAll, describe, expect, it } from "vitest";
import { addDays } from "#app/base/time.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as edit from "#app/routes/success/artifacts/artifact-edit.tsx";
import * as fresh from "#app/routes/success/artifacts/artifact-new.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import { inDays, makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn, fieldsOf } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
});

const make = (accountId: string, kind: string, content?: unknown) =>
	as(org, "user", async (ctx) => {
		const { id } = await createArtifact(ctx, { kind, accountId, ...(content ? { content } : {}) });
		return getArtifact(ctx, id);
	});

describe("what presses, and where it went", () => {
	it("SUCCESS-7 open tasks begin with what presses: an urgent one due today before a high one without a day", async () => {
		const { accountId } = await makePlay(org, { name: "Orchard" });
		const task = (title: string, priority: "urgent" | "high" | "normal", dueDate?: string) =>
			as(org, "user", (ctx) =>
				createTask(ctx, {
					title,
					priority,
					subject: { type: "account", id: accountId },
					...(dueDate ? { dueDate } : {}),
				}),
			);
		await task("Some time", "normal");
		await task("High, no day", "high");
		await task("Normal, in a month", "normal", addDays(inDays(0), 30));
		await task("Normal, today", "normal", inDays(0));
		await task("Urgent, today", "urgent", inDays(0));
		await task("Overdue", "normal", addDays(inDays(0), -2));
		const { content } = await make(accountId, "open_tasks");
		expect((content as { lines: { title: string }[] }).lines.map(({ title }) => title)).toEqual([
			...["Urgent, today", "High, no day", "Overdue", "Normal, today", "Normal, in a month", "Some time"],
		]);
	});

	it("SUCCESS-2 a play that the rules closed leads to the one that follows it, and every play to its customer", async () => {
		const { accountId, playId } = await makePlay(org, { name: "Mill", days: 30 });
		const page = (id: string) => drawn(play as never, { cookie, path: `/success/${id}`, id });
		expect(await page(playId)).not.toContain("Go to the play that follows it");
		expect(await page(playId)).toMatch(/href="#customer"[\s\S]*id="customer"/);
		await as(org, "user", (ctx) => saveIntelligence(ctx, accountId, { renewalOn: inDays(100) }));
		await asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx, { accountIds: [accountId] }));
		const next = await as(org, "viewer", ({ db }) =>
			db
				.selectFrom("plays")
				.select("id")
				.where("account_id", "=", accountId)
				.where("closed_at", "is", null)
				.executeTakeFirstOrThrow(),
		);
		expect(await page(playId)).toMatch(new RegExp(`href="/success/${next.id}"[^>]*>Go to the play that follows it`));
	});

	it("SUCCESS-7 a price's limits stand beside its fields", async () => {
		const { accountId } = await makePlay(org, { name: "Forge" });
		const { id } = await make(accountId, "pricing");
		const words = text(await drawn(edit as never, { cookie, path: `/success/artifacts/${id}/edit`, id }));
		expect(words).toContain("above 10\u00a0% a manager approves it");
		expect(words).toContain("Above 10\u00a0% a manager approves it");
		expect(words).toContain("within the same limits");
		expect(words).not.toContain("A manager has to approve this price");
	});

	it("SUCCESS-7 why a manager approves it stands beside what was typed, before anything is saved, without a script too", async () => {
		const { accountId: id } = await makePlay(org, { name: "Weir" });
		const path = `/accounts/${id}/artifacts/new?kind=pricing`;
		const html = await drawn(fresh as never, { cookie, path, id });
		expect(text(html)).toContain("above 10\u00a0% a manager approves it");
		const fields = { ...fieldsOf(html), "content.uplift": "12", "content.discount": "x" };
		const line = { "content.lines[1].name": "Support", "content.lines[1].discount": "15" };
		const reply = await answerOf(
			fresh.action(argsFor({ cookie, path, params: { id }, fields: { ...fields, ...line } })),
		);
		expect(reply.status).toBe(422);
		const words = text(await drawn(fresh as never, { cookie, path, id, reply }));
		expect(words).toContain("An uplift of 12 % for Agreement is above the limit of 10 %.");
		expect(words).toContain("A discount of 15 % for Support is above the limit of 10 %.");
	});

	it("SUCCESS-7 a contract without pages says so once, not beside every term", async () => {
		const { accountId } = await makePlay(org, { name: "Quay" });
		const finding = (id: string) => ({
			...{ id, term: "end", value: { kind: "date", date: "2027-12-31" }, quote: "It ends.", page: 1 },
			...{ sureness: "clear", note: "", source: "rules" },
		});
		const content = {
			isContract: true,
			by: "rules",
			hasPages: false,
			findings: [finding("a"), finding("b"), finding("c")],
		};
		const { id } = await make(accountId, "contract_analysis", content);
		const words = text(await drawn(artifact as never, { cookie, path: `/success/artifacts/${id}`, id }));
		expect(words.match(/tells no pages/g)).toHaveLength(1);
		expect(words).not.toContain("Page 1");
	});
});
