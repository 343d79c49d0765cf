import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getArtifact, listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import * as accountArtifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as fresh from "#app/routes/success/artifacts/artifact-new.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn, fieldsOf } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let made: { accountId: string; playId: string };
let stepId: string;

const EDITED = ["assessment", "open_tasks", "pricing", "stakeholder_map"] as const;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	made = await makePlay(org, { name: "Orchard & Sons" });
	await as(org, "user", (ctx) =>
		createTask(ctx, { title: "Call them", subject: { type: "account", id: made.accountId } }),
	);
	const args = { cookie, path: `/success/${made.playId}`, params: { id: made.playId }, fields: { act: "open" } };
	await answerOf(play.action(argsFor(args)));
	stepId = (await as(org, "viewer", (ctx) => getPlay(ctx, made.playId))).now!.stepId;
});

const at = (kind: string, from = "") => `/accounts/${made.accountId}/artifacts/new?kind=${kind}${from}`;
const look = (path: string, reply?: Awaited<ReturnType<typeof save>>) =>
	drawn(fresh as never, { cookie, path, id: made.accountId, reply });
const save = (path: string, fields: Record<string, string>, who = cookie, id = made.accountId) =>
	answerOf(fresh.action(argsFor({ cookie: who, path, params: { id }, fields })));
const all = async () => (await as(org, "viewer", (ctx) => listArtifacts(ctx, {}))).data;
const idOf = (to: string | null | undefined) => to!.split("/").at(-1)!;

describe("an artifact that is begun", () => {
	it.each(EDITED)(
		"SUCCESS-7 is nowhere until it is first saved, as version 1, in the play's step too, without a script: %s",
		async (kind) => {
			const before = (await all()).length;
			const from = `&play=${made.playId}&step=${stepId}`;
			const list = await drawn(accountArtifacts as never, {
				...{ cookie, id: made.accountId, path: `/accounts/${made.accountId}/artifacts?${from.slice(1)}` },
			});
			expect(list).toContain(`href="${at(kind, from).replaceAll("&", "&amp;")}"`);
			const html = await look(at(kind, from));
			expect(html).toContain(`href="/accounts/${made.accountId}/artifacts?play=${made.playId}&amp;step=${stepId}"`);
			expect(text(html)).not.toContain("Change nothing");
			if (kind === "open_tasks") expect(html).toMatch(/<a href="\/tasks\/[\w-]+">Call them/);
			expect(await all()).toHaveLength(before);
			const done = await save(at(kind, from), fieldsOf(html));
			expect(done).toMatchObject({ status: 303, flash: { message: "Saved." } });
			const kept = await as(org, "viewer", (ctx) => getArtifact(ctx, idOf(done.to)));
			expect(kept).toMatchObject({ kind, version: 1, accountId: made.accountId, playId: made.playId, stepId });
			expect(await all()).toHaveLength(before + 1);
		},
	);

	it("SUCCESS-7 sent twenty times at once it is made once", async () => {
		const before = (await all()).length;
		const fields = { ...fieldsOf(await look(at("assessment"))), "content.summary": "Well" };
		const done = await Promise.all(Array.from({ length: 20 }, () => save(at("assessment"), fields)));
		expect(new Set(done.map(({ status, to }) => `${status} ${to}`)).size).toBe(1);
		expect(await all()).toHaveLength(before + 1);
		const [first] = await all();
		expect(first!.version).toBe(1);
	});

	it("SUCCESS-7 what is changed and sent again under the same key is kept, and saved on top when one says so", async () => {
		const fields = fieldsOf(await look(at("assessment")));
		const { to } = await save(at("assessment"), { ...fields, "content.summary": "First" });
		const again = await save(at("assessment"), { ...fields, "content.summary": "Second" });
		expect(again.status).toBe(409);
		const html = await look(at("assessment"), again);
		expect(text(html)).toContain("What you typed is still here.");
		const second = fieldsOf(html);
		expect(second).toMatchObject({ key: fields.key, "content.summary": "Second" });
		expect((await save(at("assessment"), second)).to).toBe(to);
		const kept = await as(org, "viewer", (ctx) => getArtifact(ctx, idOf(to)));
		expect(kept).toMatchObject({ version: 2, content: { summary: "Second" } });
		await as(org, "user", (ctx) => removeArtifact(ctx, { id: idOf(to) }));
		const late = await save(at("assessment"), { ...fields, "content.summary": "First" });
		expect(late.reply?.result.error).toMatchObject({ "": [expect.stringContaining("saved and then removed")] });
	});

	it("SUCCESS-7 a first save that cannot be keeps everything that was typed, and makes nothing", async () => {
		const before = (await all()).length;
		const fields = fieldsOf(await look(at("pricing")));
		const typed = { ...fields, title: "For Ann", "content.uplift": "lots", "content.lines[0].name": "Seats & more" };
		const wrong = await save(at("pricing"), typed);
		expect(wrong.status).toBe(422);
		expect(fieldsOf(await look(at("pricing"), wrong))).toMatchObject(typed);
		const trash = (when: string) =>
			house().database.owner.query(`update accounts set deleted_at = ${when} where id = $1`, [made.accountId]);
		await trash("now()");
		const gone = await save(at("pricing"), { ...typed, "content.uplift": "3" });
		await trash("null");
		expect(gone.status).toBe(422);
		expect(gone.reply?.result.error).toMatchObject({ "": [expect.stringContaining("What you typed is still here")] });
		expect(fieldsOf(await look(at("pricing"), gone))).toMatchObject({ ...typed, "content.uplift": "3" });
		expect(await all()).toHaveLength(before);
	});

	it("SUCCESS-7 is not for a viewer, nor for another firm; a kind that is none is not found, others begin where they do", async () => {
		const opened = (kind: string, who = cookie) =>
			Promise.resolve(fresh.loader(argsFor({ cookie: who, path: at(kind), params: { id: made.accountId } }))).catch(
				(thrown: Response) => thrown,
			) as Promise<Response>;
		const viewer = await cookieOf(org, "viewer");
		const stranger = await cookieOf(await makeOrg("Another firm"), "owner");
		const fields = { ...fieldsOf(await look(at("assessment"))), "content.summary": "x" };
		const before = (await all()).length;
		for (const [who, status] of [
			[viewer, 403],
			[stranger, 404],
		] as const)
			expect((await opened("assessment", who)).status).toBe(status);
		expect((await save(at("assessment"), fields, viewer)).status).toBe(403);
		// To a stranger the account is as one that is gone, and so it stays.
		expect((await save(at("assessment"), fields, stranger)).status).toBe(422);
		expect((await save(at("assessment"), { ...fields, key: "mine" })).status).toBe(422);
		expect((await save(at("assessment"), { ...fields, playId: newId() })).status).toBe(422);
		expect(await all()).toHaveLength(before);
		expect((await opened("email_draft")).status).toBe(404);
		expect((await opened("recommendations")).headers.get("Location")).toBe(
			`/success/recommendations/new?account=${made.accountId}`,
		);
	});

	it.each([
		["assessment", 2],
		["pricing", 3],
		["open_tasks", 4],
	] as const)("SUCCESS-7 its editor opens in few queries, the session among them: %s in %s", async (kind, most) => {
		const args = argsFor({ cookie, path: at(kind), params: { id: made.accountId } });
		const asked = await statementsOf(() => fresh.loader(args));
		expect(asked, asked.join("\n\n")).toHaveLength(most);
	});
});
