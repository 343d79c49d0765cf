import { beforeAll, describe, expect, test } from "vitest";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import type { DealBoard } from "#app/domain/crm/pipelines/board-queries.ts";
import * as stage from "#app/routes/crm/lists/board/deal-stage.tsx";
import * as deals from "#app/routes/crm/lists/deals.tsx";
import { house } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { answerOf } from "../pages.ts";

describe("CRM-2: the board of deals", () => {
	let org: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	type Who = keyof typeof cookies;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	});
	const board = async (query = "?view=board", who: Who = "user") =>
		(await deals.loader(argsFor({ cookie: cookies[who], path: `/deals${query}` }))) as unknown as {
			board: DealBoard;
			mayEdit: boolean;
		};
	const move = (id: string, fields: Record<string, string>, { who = "user" as Who, query = "" } = {}) =>
		answerOf(
			Promise.resolve().then(() =>
				stage.action(argsFor({ cookie: cookies[who], path: `/deals/${id}/stage${query}`, params: { id }, fields })),
			),
		);
	const make = async (name: string) => (await as(org, "user", (ctx) => createDeal(ctx, { name }))).id;
	const standing = async (id: string) =>
		(await board()).board.stages.find(({ deals: cards }) => cards.some((card) => card.id === id))!.name;

	test("CRM-2: a button moves a deal and leads back to the board it was on", async () => {
		const id = await make("Roof");
		const { stages, pipeline } = (await board()).board;
		const back = `/deals?view=board&pipeline=${pipeline}`;
		const done = await move(id, { to: stages[2]!.id, back });
		expect(done).toMatchObject({ status: 303, to: back, flash: { message: "Moved Roof from Qualified to Proposal." } });
		expect(await standing(id)).toBe("Proposal");
		expect((await move(id, { to: stages[1]!.id, back: "https://evil.test/" })).to).toBe("/deals?view=board");
	});

	test("CRM-2: a lost deal is asked why first; the empty reason is refused on the same page", async () => {
		const id = await make("Lost one");
		const lost = (await board()).board.stages.find(({ outcome }) => outcome === "lost")!;
		const asks = await move(id, { to: lost.id });
		expect(asks.to).toMatch(new RegExp(`^/deals/${id}/stage\\?to=${lost.id}`));
		const query = `?to=${lost.id}`;
		const shown = await stage.loader(
			argsFor({ cookie: cookies.user, path: `/deals/${id}/stage${query}`, params: { id } }),
		);
		expect(shown).toMatchObject({ move: { name: "Lost one", to: "Lost", outcome: "lost" } });
		const refused = await move(id, { to: lost.id, lostReason: " " }, { query });
		expect(refused).toMatchObject({ status: 422, reply: { result: { error: { lostReason: [expect.any(String)] } } } });
		expect(await standing(id)).toBe("Qualified");
		expect((await move(id, { to: lost.id, lostReason: "Price" }, { query })).status).toBe(303);
		expect(await standing(id)).toBe("Lost");
	});

	test("CRM-2: a stage that is full refuses a move, an edit and a new deal, and says what to do", async () => {
		const ids = [await make("One"), await make("Two"), await make("Three")];
		const full = (await board()).board.stages.find(({ name }) => name === "Negotiation")!;
		await house().database.owner.query("update pipeline_stages set most = 2 where id = $1", [full.id]);
		for (const id of ids.slice(0, 2)) expect((await move(id, { to: full.id })).status).toBe(303);
		const refused = await move(ids[2]!, { to: full.id });
		expect(refused).toMatchObject({
			...{ status: 303, to: "/deals?view=board" },
			flash: {
				tone: "info",
				message:
					"Negotiation takes at most 2 deals at once, and 2 stand there. Move one on first, or raise the limit in the settings of pipelines.",
			},
		});
		expect(await standing(ids[2]!)).toBe("Qualified");
		const edit = as(org, "user", (ctx) => updateDeal(ctx, { id: ids[2]!, stageId: full.id }));
		await expect(edit).rejects.toMatchObject({ status: 422, fields: { stageId: [expect.any(String)] } });
		const create = as(org, "user", (ctx) => createDeal(ctx, { name: "Four", stageId: full.id }));
		await expect(create).rejects.toMatchObject({ status: 422 });
		// Who stands there may still be edited, and makes room by leaving.
		await as(org, "user", (ctx) => updateDeal(ctx, { id: ids[0]!, stageId: full.id, name: "One more" }));
		await move(ids[0]!, { to: (await board()).board.stages[0]!.id });
		expect((await move(ids[2]!, { to: full.id })).flash!.message).toMatch(/^Moved Three/);
	});

	test("CRM-2: a viewer moves nothing, another firm finds nothing, bad input moves nothing", async () => {
		const id = await make("Still");
		const to = (await board()).board.stages[1]!.id;
		expect((await move(id, { to }, { who: "viewer" })).status).toBe(403);
		expect((await move(id, { to }, { who: "stranger" })).status).toBe(404);
		const theirs = (await board("?view=board", "stranger")).board;
		expect(theirs.stages.flatMap(({ deals: cards }) => cards)).toEqual([]);
		expect((await move(id, { to: theirs.stages[1]!.id })).status).toBe(404);
		expect((await move(id, { to: "x" })).flash!.message).toBe("That could not be read. Nothing was moved.");
		expect(await board("?view=board", "viewer")).toMatchObject({ mayEdit: false });
		expect((await board("?view=board&pipeline=x")).board.stages.length).toBeGreaterThan(0);
		expect(await standing(id)).toBe("Qualified");
	});
});
