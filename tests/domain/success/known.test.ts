import { beforeAll, describe, expect, it } from "vitest";
import { newId, type OrgId } from "#app/base/ids.ts";
import { sayWholeDate } from "#app/base/words/say-time.ts";
import { recommendByRules } from "#app/domain/artifacts/recommending/by-rules.ts";
import { factsOf } from "#app/domain/artifacts/recommending/facts.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { askInThread } from "#app/domain/success/guided/ask-in-thread.ts";
import { openThread } from "#app/domain/success/guided/threads.ts";
import { getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import type { Models } from "#app/providers/ai/port.ts";
import * as accountSuccess from "#app/routes/success/account/account-success.tsx";
import { cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { drawn } from "#tests/routes/success/drawn.tsx";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { inDays, makePlay } from "./success-house.ts";

let org: TestOrg;
let accountId: string;
let threadId: string;
const NO_MODEL = { has: () => false, health: () => [] } as unknown as Models;

const answerTo = async (text: string) => {
	const { id, name, userId } = org.members.user;
	const actor = { kind: "member", id, name, role: "user", userId } as const;
	const [, answer] = await askInThread(
		{ org: org.id as OrgId, actor, requestId: newId() },
		{ threadId, text },
		NO_MODEL,
	);
	return answer!.body;
};
const known = (id = accountId) => as(org, "viewer", (ctx) => getKnown(ctx, id));
const person = (key: string, name: string, influence: number, sentiment: number, title = "") => ({
	...{ key, name, title, contactId: null, influence, sentiment, note: "" },
});
const make = (kind: string, content: unknown, title?: string) =>
	as(org, "user", (ctx) => createArtifact(ctx, { kind, accountId, content, ...(title ? { title } : {}) }));
const finding = (id: string, term: string, value: unknown) => ({
	...{ id, term, value, quote: "As it says.", page: 1, sureness: "clear", note: "", source: "rules" },
});

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const play = await makePlay(org, { name: "Juniper", days: 30 });
	accountId = play.accountId;
	await as(org, "user", (ctx) =>
		saveIntelligence(ctx, accountId, {
			...{ health: 44, openTickets: 2, activeUsers: 12, seats: 40 },
			stakeholders: [
				{ name: "Dana Wells", title: "Nurse lead", influence: "low", sentiment: "unknown" },
				{ name: "Old Hand", influence: "medium", sentiment: "neutral" },
			],
		}),
	);
	const { runId } = await as(org, "user", (ctx) => openPlay(ctx, play.playId));
	await runJobs();
	const { now } = await as(org, "user", (ctx) => getPlay(ctx, play.playId));
	threadId = (await as(org, "user", (ctx) => openThread(ctx, { runId, stepId: now!.stepId }))).id;
});

describe("SUCCESS-8 what is known of an account", () => {
	it("SUCCESS-8 says plainly by rules where nothing is known", async () => {
		expect(await answerTo("What notice must they give?")).toContain("No notice period is known");
		expect(await answerTo("When does the contract end?")).toContain("No contract is noted, and none was read.");
	});

	it("SUCCESS-8 has the people of its newest map, as the map has them, beside those that were noted", async () => {
		await make("stakeholder_map", { people: [person("line-9", "Gone Away", 90, 10)] });
		await make("stakeholder_map", {
			people: [
				person("line-1", "Lee Park", 90, 85, "CFO"),
				person("line-2", "dana wells", 55, 20),
				person("line-3", "Noor Aziz", 10, 50),
			],
		});
		const { stakeholders } = await known();
		expect(stakeholders.map(({ name, influence, sentiment }) => [name, influence, sentiment])).toEqual([
			["Lee Park", "high", "positive"],
			["Old Hand", "medium", "neutral"],
			["dana wells", "medium", "negative"],
			["Noor Aziz", "low", "neutral"],
		]);
		expect(stakeholders[2]!.title).toBe("Nurse lead");
		const answer = await answerTo("Who decides there?");
		expect(answer).toContain("Lee Park, CFO: influence high, sentiment positive.");
		expect(answer.indexOf("Lee Park")).toBeLessThan(answer.indexOf("Old Hand"));
		expect(answer).not.toMatch(/revenue|Health/);
		expect(factsOf(await known()).people).toContain("Lee Park");
		// The account's own page says the same as its plays.
		const page = await drawn(accountSuccess as never, {
			...{ cookie: await cookieOf(org, "viewer"), path: `/accounts/${accountId}/success`, id: accountId },
		});
		expect(page).toContain("Noor Aziz");
		expect(page.indexOf("Lee Park")).toBeLessThan(page.indexOf("Old Hand"));
	});

	it("SUCCESS-8 has the newest contract that was read, with its end and its notice", async () => {
		const empty = await make("contract_analysis", {}, "Not read");
		const read = await make(
			"contract_analysis",
			{
				findings: [
					finding("f1", "end", { kind: "date", date: "2026-12-10" }),
					finding("f2", "notice", { kind: "period", count: 60, unit: "days" }),
					finding("f3", "last-notice", { kind: "date", date: "2026-10-11" }),
					finding("f4", "renewal", { kind: "renewal", isAutomatic: true, count: 12, unit: "months" }),
				],
			},
			"Care agreement",
		);
		expect((await known()).readContract).toEqual({
			...{ artifactId: read.id, title: "Care agreement", endsOn: "2026-12-10", notice: "60 days" },
			...{ lastNoticeOn: "2026-10-11", renewsByItself: true },
		});
		expect(await answerTo("When does the contract end?")).toContain("Care agreement ends on Thu 10 Dec 2026.");
		const notice = await answerTo("How long is the notice?");
		expect(notice).toContain("the notice period is 60 days");
		expect(notice).toContain("The last day to give notice is Sun 11 Oct 2026.");
		expect(factsOf(await known()).contracts).toContain("Care agreement, ends Thu 10 Dec 2026");
		expect(factsOf(await known()).notice).toContain("60 days");
		expect(empty.id).not.toBe(read.id);
		await as(org, "user", (ctx) => removeArtifact(ctx, { id: read.id }));
		expect((await known()).readContract).toBeNull();
	});

	it("SUCCESS-8 answers what is asked, and no more", async () => {
		expect(await answerTo("How many tickets?")).toMatch(/\n2 open tickets\.\nThis step/);
		expect(await answerTo("How much is it used?")).toMatch(/12 active users of 40 seats/);
		const renewal = await answerTo("When is the renewal?");
		expect(renewal).toContain(`Renews on ${sayWholeDate(inDays(30))}, in 30 days.`);
		expect(renewal).not.toContain("Yearly revenue");
	});

	it("SUCCESS-7 no longer suggests to find out who decides where a map tells", async () => {
		const { accountId: other } = await makePlay(org, { name: "Mapped", days: 30 });
		const keys = async () => recommendByRules(await known(other), inDays(0)).map(({ key }) => key);
		expect(await keys()).toContain("find-deciders");
		await as(org, "user", (ctx) =>
			createArtifact(ctx, {
				...{ kind: "stakeholder_map", accountId: other },
				content: { people: [person("line-1", "Lee Park", 90, 10, "CFO")] },
			}),
		);
		expect(await keys()).not.toContain("find-deciders");
		expect(await keys()).toContain("win-over");
	});
});
