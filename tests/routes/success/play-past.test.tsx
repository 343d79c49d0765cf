import { beforeAll, describe, expect, it } from "vitest";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import * as play from "#app/routes/success/play/play.tsx";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let viewer: string;
let made: { accountId: string; playId: string };

const post = (fields: Record<string, string>) =>
	answerOf(play.action(argsFor({ cookie, path: `/success/${made.playId}`, params: { id: made.playId }, fields })));
const page = async (as = cookie) =>
	text(await drawn(play as never, { cookie: as, path: `/success/${made.playId}`, id: made.playId }));
const now = async () => (await as(org, "viewer", (ctx) => getPlay(ctx, made.playId))).now;
const valuesFor = (fields: readonly { value: string }[]) =>
	Object.fromEntries(
		fields.map(({ value }, index) => {
			const kind = value.replace(/\s*\*$/, "");
			const words = { number: "3", date: "2027-01-05", "yes/no": "yes" } as Record<string, string>;
			return [`values[${index}]`, kind.includes("|") ? kind.split("|")[0]!.trim() : (words[kind] ?? "Said so")];
		}),
	);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	viewer = await cookieOf(org, "viewer");
	made = await makePlay(org, { name: "Orchard & Sons", days: 50 });
	await post({ act: "open" });
});

describe("what was done in a play", () => {
	it("SUCCESS-5 what was asked within a step stays readable when the step is done, and when the play is", async () => {
		const step = (await now())!;
		await post({ act: "ask", stepId: step.stepId, text: "Who decides there?" });
		const answer = step.settings.answers?.[0];
		if (answer) await post({ act: "fixed", stepId: step.stepId, question: answer.name });
		// Once on the page while the step waits.
		expect((await page()).match(/Who decides there\?/g)).toHaveLength(1);
		await post({ act: "complete-step", stepId: step.stepId, ...valuesFor(step.settings.fields) });
		expect((await now())!.stepId).not.toBe(step.stepId);
		const after = await page();
		expect(after).toContain(answer ? "What was asked: 2 questions" : "What was asked: one question");
		expect(after).toContain("Who decides there?");
		expect(after).toContain("Nobody is noted who decides there");
		await as(org, "user", (ctx) =>
			createArtifact(ctx, { kind: "assessment", playId: made.playId, title: "How they are" }),
		);
		await post({ act: "escalate", memberId: org.members.manager.id, reason: "Too large for me" });
		await post({ act: "complete", outcome: "renewed", note: "" });
		const over = await page(viewer);
		expect(over).toContain("Who decides there?");
	});

	it("SUCCESS-5 is listed from its begin to its outcome, the newest first", async () => {
		const words = (await page(viewer)).split("What was done").at(-1)!;
		const places = [
			/Completed\|? by The user: renewed/,
			/Escalated\|? by The user[\s\S]{0,60}Too large for me/,
			/How they are\|? made by The user/,
			/completed by The user/,
			/questions? asked within/,
			/Begun by The user/,
			/Opened by the rules/,
		].map((line) => words.search(line));
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((one, other) => one - other));
	});
});
