import { beforeAll, describe, expect, it } from "vitest";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import * as play from "#app/routes/success/play/play.tsx";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let count = 0;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
});

/** A play whose first step waits, with something typed in it that was not sent. */
async function typing() {
	const { playId } = await makePlay(org, { name: `Orchard ${++count}`, days: 50 });
	const at = { cookie, path: `/success/${playId}`, params: { id: playId } };
	const post = (fields: Record<string, string>) => answerOf(play.action(argsFor({ ...at, fields })));
	await post({ act: "open" });
	const now = async () => (await as(org, "viewer", (ctx) => getPlay(ctx, playId))).now;
	const { stepId, settings } = (await now())!;
	const page = (reply?: Awaited<ReturnType<typeof post>>) =>
		drawn(play as never, { cookie, path: at.path, id: playId, reply });
	const typed = { stepId, "values[1]": "Ann wants less", text: "Who signs?" };
	return { post, page, now, typed, stepId, field: settings.fields[1]!.name };
}

const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

describe("what is typed in a step while something beside it is pressed", () => {
	it("SUCCESS-5 goes along with every button of the page, whose fields are of one form", async () => {
		const { page } = await typing();
		const html = await page();
		const buttons = [...html.matchAll(/<button type="submit"[^>]*>/g)].map(([tag]) => tag);
		const acts = ["complete-step", "ask", "skip-step", "complete", "snooze", "schedule", "escalate", "skip"];
		const form = /<form[^>]*id="play-form"[\s\S]*?<\/form>/.exec(html)![0];
		for (const act of acts) {
			const tag = buttons.find((button) => button.includes(`value="${act}"`))!;
			expect(form.includes(tag) || tag.includes('form="play-form"'), act).toBe(true);
		}
		// A field in a fold that is needed would silence every other button.
		expect(html.replace(form, "")).not.toMatch(/<(input|select)[^>]*form="play-form"[^>]*required/);
	});

	it.each([
		["snooze", { "snooze.day": day, "snooze.time": "09:00" }],
		["schedule", { "schedule.day": day, "schedule.time": "09:00" }],
		["escalate", { "escalate.memberId": "manager" }],
	])("SUCCESS-5 is in the step again after %s", async (act, fields) => {
		const { post, page, typed, now } = await typing();
		const given = Object.fromEntries(
			Object.entries(fields).map(([name, value]) => [name, value === "manager" ? org.members.manager.id : value]),
		);
		expect(await post({ ...typed, act, ...given })).toMatchObject({ status: 303 });
		await post({ act: "open" });
		expect((await now())!.draft).toEqual({ values: [null, "Ann wants less"], text: "Who signs?" });
		expect(await page()).toContain("Ann wants less");
	});

	it.each([
		["skip", { "skip.reason": "Not now" }],
		["complete", { "complete.outcome": "renewed" }],
		["skip-step", { "skip-step.reason": "Known" }],
	])("SUCCESS-5 is shown among what was done after %s", async (act, fields) => {
		const { post, page, typed, field } = await typing();
		expect(await post({ ...typed, act, ...fields })).toMatchObject({ status: 303 });
		const html = await page();
		expect(html).toContain("What was typed and not sent");
		expect(html).toContain(`${field}: Ann wants less\nA question: Who signs?`);
	});

	it("SUCCESS-5 keeps a question that was typed and not asked when the step is completed", async () => {
		const { post, page, typed } = await typing();
		await post({ ...typed, act: "complete-step", "values[0]": day });
		const html = await page();
		expect(html).toContain("A question: Who signs?");
		expect(html.split("Ann wants less")).toHaveLength(2);
	});

	it("SUCCESS-5 stays in the page where what was pressed is refused", async () => {
		const { post, page, typed } = await typing();
		const refused = await post({ ...typed, act: "snooze", "snooze.time": "10:00", "snooze.reason": "Away" });
		expect(refused).toMatchObject({ status: 422 });
		const html = await page(refused);
		for (const words of ["Ann wants less", "Who signs?", "Away", "Choose the day on which it comes back."])
			expect(html).toContain(words);
	});

	it("SUCCESS-5 asks where Enter may mean the step or what is filled in beside it", async () => {
		const { post, page, typed, stepId, now } = await typing();
		const asked = await post({ ...typed, "values[0]": day, act: "enter", "snooze.reason": "Away" });
		expect(asked.status).toBe(409);
		expect(await page(asked)).toContain("Press the button of what you mean");
		expect((await now())!.stepId).toBe(stepId);
		expect(await post({ ...typed, "values[0]": day, act: "enter", "snooze.time": "09:00" })).toMatchObject({
			status: 303,
		});
		expect((await now())?.stepId).not.toBe(stepId);
	});

	it("SUCCESS-5 stands in the page where the play was closed while one typed", async () => {
		const { post, page, typed } = await typing();
		await post({ act: "skip", "skip.reason": "By a manager" });
		for (const act of ["complete-step", "ask"]) {
			const late = await post({ ...typed, act, "values[0]": day });
			expect(late.status).toBe(409);
			const html = await page(late);
			expect(html).toContain("The step ended while you were typing.");
			expect(html).toContain("Ann wants less\nWho signs?");
		}
		expect(await page()).not.toContain("The step ended while you were typing.");
	});

	it("SUCCESS-5 is not lost without a word where the step was ended meanwhile", async () => {
		const { post, typed } = await typing();
		await post({ act: "skip-step", stepId: typed.stepId, "skip-step.reason": "By another" });
		const late = { ...typed, act: "snooze", "snooze.day": day, "snooze.time": "09:00" };
		expect((await post(late)).status).toBe(409);
		expect((await post({ ...late, text: "", "values[1]": "" })).status).toBe(303);
	});
});
