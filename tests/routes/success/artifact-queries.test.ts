import { beforeAll, describe, expect, test } from "vitest";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { ARTIFACT_KINDS, type ArtifactKind } from "#app/domain/artifacts/schema.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as artifactEdit from "#app/routes/success/artifacts/artifact-edit.tsx";
import * as artifactPrint from "#app/routes/success/artifacts/artifact-print.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { statementsOf } from "#tests/support/statements.ts";

let org: TestOrg;
let cookie: string;
let made: { accountId: string; playId: string };
const ids = {} as Record<ArtifactKind, string>;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	made = await makePlay(org, { name: "Orchard" });
	const price = { currency: "USD", years: 1, upliftPercent: 40, lines: [{ key: "a", name: "All", currentCents: 100 }] };
	const line = { key: "b", title: "Call", ownerId: org.members.manager.id };
	const contents: Partial<Record<ArtifactKind, object>> = { pricing: price, open_tasks: { lines: [line] } };
	for (const kind of ARTIFACT_KINDS) {
		const content = contents[kind] ? { content: contents[kind] } : {};
		const one = { kind, accountId: made.accountId, ...content };
		ids[kind] = (await as(org, "user", (ctx) => createArtifact(ctx, one))).id;
	}
});

const args = (kind: ArtifactKind) =>
	argsFor({ cookie, path: `/success/artifacts/${ids[kind]}`, params: { id: ids[kind] } });

/** Kinds that need people or limits beside what they hold. */
const BESIDE = new Set<ArtifactKind>(["pricing", "open_tasks"]);

describe("SUCCESS-7 what an artifact's pages ask the database", () => {
	test.each(ARTIFACT_KINDS)(
		"SUCCESS-7 %s is shown, printed and edited in three queries, the session among them, in two where nobody stands beside it",
		async (kind) => {
			const most = BESIDE.has(kind) ? 3 : 2;
			for (const loader of [artifact.loader, artifactPrint.loader]) {
				const asked = await statementsOf(() => loader(args(kind)));
				expect(asked, asked.join("\n\n")).toHaveLength(most);
			}
			const editing = await statementsOf(() => artifactEdit.loader(args(kind)));
			expect(editing, editing.join("\n\n")).toHaveLength(BESIDE.has(kind) ? 3 : 2);
		},
	);

	test("SUCCESS-7 a price outside the limits names who may approve it, and lines name whose they are", async () => {
		const { beside } = await artifact.loader(args("pricing"));
		const names = beside.approvers.map(({ id }) => id);
		expect(names).toContain(org.members.manager.id);
		expect(names).not.toContain(org.members.user.id);
		expect(beside.reasons).toEqual(["An uplift of 40 % is above the limit of 10 %."]);
		const tasks = await artifact.loader(args("open_tasks"));
		expect(tasks.beside.members).toEqual([{ id: org.members.manager.id, name: org.members.manager.name }]);
		expect((await artifactEdit.loader(args("open_tasks"))).members.length).toBeGreaterThan(1);
		expect((await artifactEdit.loader(args("assessment"))).members).toEqual([]);
	});

	test("SUCCESS-5 a play with what was made in it is read in four queries, the session among them", async () => {
		await as(org, "user", (ctx) => openPlay(ctx, made.playId));
		await as(org, "user", (ctx) => createArtifact(ctx, { kind: "assessment", playId: made.playId }));
		const at = { cookie, path: `/success/${made.playId}`, params: { id: made.playId } };
		const asked = await statementsOf(() => play.loader(argsFor(at)));
		expect(asked, asked.join("\n\n")).toHaveLength(4);
	});
});
