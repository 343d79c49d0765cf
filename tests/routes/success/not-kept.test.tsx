import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import * as accountArtifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as edit from "#app/routes/success/artifacts/artifact-edit.tsx";
import * as state from "#app/routes/success/artifacts/artifact-state.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let made: { accountId: string; playId: string };

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	made = await makePlay(org, { name: "Orchard & Sons" });
});

/** Presses a kind's button; answers the editor's address. */
async function begin(kind: string): Promise<{ to: string; id: string }> {
	const { accountId: id, playId } = made;
	const path = `/accounts/${id}/artifacts`;
	const { to } = await answerOf(
		accountArtifacts.action(argsFor({ cookie, path, params: { id }, fields: { kind, playId } })),
	);
	return { to: to!, id: to!.split("/")[3]! };
}
const discard = (id: string, who = cookie) =>
	answerOf(
		state.action(
			argsFor({ cookie: who, path: `/success/artifacts/${id}/state`, params: { id }, fields: { act: "discard" } }),
		),
	);
const count = async () => (await as(org, "viewer", (ctx) => listArtifacts(ctx, {}))).data.length;

describe("an artifact that was begun and not saved", () => {
	it.each(["assessment", "open_tasks", "pricing", "stakeholder_map"])(
		"SUCCESS-7 is not kept when one says so in its editor, without a script: %s",
		async (kind) => {
			const before = await count();
			const { to, id } = await begin(kind);
			const html = await drawn(edit as never, { cookie, path: to, id });
			expect(html).toMatch(
				new RegExp(`<button[^>]*formAction="/success/artifacts/${id}/state"[^>]*value="discard"`, "i"),
			);
			expect(html).not.toContain("Change nothing");
			expect(await discard(id)).toMatchObject({
				...{ status: 303, to: `/accounts/${made.accountId}/artifacts?play=${made.playId}` },
				flash: { message: "It is not kept." },
			});
			expect(await count()).toBe(before);
		},
	);

	it("SUCCESS-7 is kept once it is saved, by whomever; nobody discards another's, or without the right", async () => {
		const { id } = await begin("assessment");
		expect((await discard(id, await cookieOf(org, "viewer"))).status).toBe(403);
		const other = await makeOrg("Another firm");
		expect((await discard(id, await cookieOf(other, "user"))).status).toBe(404);
		expect((await discard(newId())).status).toBe(404);
		await as(org, "manager", (ctx) => saveArtifact(ctx, id, { version: 1, content: { summary: "Well." } }));
		expect(await discard(id)).toMatchObject({ flash: { message: "It was saved meanwhile, so it is kept." } });
		const html = await drawn(edit as never, { cookie, path: `/success/artifacts/${id}/edit?new`, id });
		expect(html).toContain("Change nothing");
	});
});
