import { beforeAll, describe, expect, it } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import * as play from "#app/routes/success/play/play.tsx";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let made: { accountId: string; playId: string };
let stepId: string;

const post = (fields: Record<string, string>) =>
	answerOf(play.action(argsFor({ cookie, path: `/success/${made.playId}`, params: { id: made.playId }, fields })));
const page = () => drawn(play as never, { cookie, path: `/success/${made.playId}`, id: made.playId });
const now = async () => (await as(org, "viewer", (ctx) => getPlay(ctx, made.playId))).now!;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	made = await makePlay(org, { name: "Orchard & Sons", days: 50 });
	await post({ act: "open" });
	stepId = (await now()).stepId;
});

describe("what is typed in a play's step", () => {
	it("SUCCESS-5 is posted by every button of the step, without a script too", async () => {
		const html = await page();
		const form = /<form[^>]*play-step[\s\S]*?<\/form>/.exec(html)![0];
		for (const button of ['value="complete-step"', 'value="ask"', 'value="make"', 'name="question"'])
			expect(form, button).toContain(button);
		// What a browser sends by Enter in a field is the step, not a question.
		expect(form.indexOf('value="complete-step"')).toBeLessThan(form.indexOf('value="make"'));
	});

	it("SUCCESS-5 is kept with a fixed answer, a question and an artifact, and gone when the step is done", async () => {
		const question = (await now()).settings.answers![0]!.name;
		const draft = { stepId, "values[0]": "", "values[1]": "Ann Marsh wants less", text: "Half a question" };
		expect(await post({ ...draft, question })).toMatchObject({ status: 303 });
		const html = await page();
		expect(html).toContain("Ann Marsh wants less");
		expect(html).toContain("Half a question");
		await post({ ...draft, act: "ask", "values[1]": "More", text: "Who decides?" });
		const asked = await page();
		expect(asked).toContain('value="More"');
		expect(asked).not.toContain("Half a question");
		expect(await post({ ...draft, act: "make" })).toMatchObject({
			status: 303,
			to: `/accounts/${made.accountId}/artifacts?play=${made.playId}&step=${stepId}`,
		});
		expect(await page()).toContain("Ann Marsh wants less");
		expect(await post({ ...draft, act: "ask", text: "" })).toMatchObject({
			status: 422,
			reply: { result: { error: { text: ["Write a question."] } } },
		});
	});

	it("CRM-8 is searched when a person is erased", async () => {
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", lastName: "Marsh" }));
		await as(org, "admin", (ctx) => askErasure(ctx, { id, typed: "Ann Marsh" }));
		await runJobs();
		expect((await now()).draft.values).toEqual([null, "erased wants less"]);
	});

	it("SUCCESS-5 leaves nothing behind when the step is done", async () => {
		await post({ act: "complete-step", stepId, "values[0]": "2030-01-31", "values[1]": "Ann" });
		const { draft, stepId: next } = await now();
		expect(next).not.toBe(stepId);
		expect(draft).toEqual({});
		const rows = await as(org, "viewer", ({ db }) =>
			db.selectFrom("guided_threads").select("draft").where("step_id", "=", stepId).execute(),
		);
		expect(rows).toEqual([{ draft: {} }]);
	});
});
