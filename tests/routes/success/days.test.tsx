import { beforeAll, describe, expect, it } from "vitest";
import { sayWholeDate } from "#app/base/words/say-time.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { startArtifact } from "#app/domain/artifacts/saving/start-of.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import * as account from "#app/routes/success/account/account-success.tsx";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as print from "#app/routes/success/artifacts/artifact-print.tsx";
import * as play from "#app/routes/success/play/play.tsx";
import * as suggestions from "#app/routes/success/recommendations/recommendations-new.tsx";
import { WithDays } from "#app/ui/signs/day.tsx";
import { inDays, makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

const ISO = /\d{4}-\d\d-\d\d/;
let renewalOn: string;
let day: string;

let org: TestOrg;
let cookie: string;
let made: { accountId: string; playId: string };

beforeAll(async () => {
	await openTestHouse();
	renewalOn = inDays(50);
	day = `<time dateTime="${renewalOn}" class="day">${sayWholeDate(renewalOn)}</time>`;
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	made = await makePlay(org, { name: "Orchard", days: 50 });
	await as(org, "user", (ctx) =>
		saveIntelligence(ctx, made.accountId, {
			...{ renewalOn, lastContactOn: inDays(-9), lastQbrOn: inDays(-40), nextQbrOn: inDays(20) },
			contracts: [{ title: "Frame", startsOn: inDays(-300), endsOn: inDays(65) }],
		} as never),
	);
	const subject = { type: "account" as const, id: made.accountId };
	await as(org, "user", (ctx) => createTask(ctx, { title: "Call them", dueDate: renewalOn, subject }));
});

const draw = (module: unknown, path: string, id: string) => drawn(module as never, { cookie, path, id });

/** What is kept of each kind; none: as it begins. Notes and facts as they were written of old. */
const contentOf = (kind: string) => {
	if (kind === "recommendations") {
		const line = { key: "a", title: "Call", reason: "Soon", dueOn: renewalOn };
		return { by: "rules", note: "", lines: [{ ...line, facts: [`Renews on ${renewalOn}, in 50 days.`] }] };
	}
	if (kind !== "contract_analysis") return undefined;
	const finding = { id: "a", term: "end", value: { kind: "date", date: renewalOn }, quote: "It ends.", page: 1 };
	const more = { sureness: "clear", note: `Worked out from ${renewalOn}.`, source: "rules" };
	return { isContract: true, by: "rules", hasPages: true, findings: [{ ...finding, ...more }] };
};

describe("days as people read them", () => {
	it.each([
		["account", account, () => [`/accounts/${made.accountId}/success`, made.accountId]],
		["play", play, () => [`/success/${made.playId}`, made.playId]],
	] as const)("SUCCESS-8 are in words with their year, in one line: %s", async (_, module, at) => {
		const [path, id] = at();
		const html = await draw(module, path!, id!);
		expect(text(html)).not.toMatch(ISO);
		expect(html).toContain(day);
	});

	it.each(["pricing", "open_tasks", "recommendations", "contract_analysis"] as const)(
		"SUCCESS-7 are in words with their year, on the page and on paper, old ones too: %s",
		async (kind) => {
			const content =
				contentOf(kind) ?? (await as(org, "user", (ctx) => startArtifact(ctx, kind, made.accountId))).content;
			const { id } = await as(org, "user", (ctx) => createArtifact(ctx, { kind, content, accountId: made.accountId }));
			for (const module of [artifact, print]) {
				const html = await draw(module, `/success/artifacts/${id}`, id);
				expect(text(html)).not.toMatch(ISO);
				expect(html).toContain(day);
				expect(html).toMatch(/<time [^>]*class="day">\w{3} \d{1,2} \w{3} \d{4}, \d{1,2}:\d\d [ap]m \w+</);
			}
		},
	);

	it("SUCCESS-7 what suggestions stand on says its days so", async () => {
		const html = await draw(suggestions, `/success/recommendations/new?account=${made.accountId}`, "");
		expect(text(html)).not.toMatch(ISO);
		expect(html).toContain(`Renews on <span class="day">${sayWholeDate(renewalOn)}</span>`);
	});

	it("SUCCESS-5 the rules' answers say their days so, and the context's data stays as programs read it", async () => {
		const path = `/success/${made.playId}`;
		const post = (fields: Record<string, string>) =>
			answerOf(play.action(argsFor({ cookie, path, params: { id: made.playId }, fields })));
		await post({ act: "open" });
		const stepId = /name="stepId" value="([\w-]+)"/.exec(await draw(play, path, made.playId))![1]!;
		await post({ act: "ask", stepId, text: "When does it renew?" });
		const words = text(await draw(play, path, made.playId));
		expect(words).toContain(`Renews on ${sayWholeDate(renewalOn)}, in 50 days.`);
		expect(words).not.toMatch(ISO);
		const key = await makeKey(org, "user");
		const { body } = await callApi(key, `/api/crm/accounts/${made.accountId}`);
		expect(JSON.stringify(body)).toContain(renewalOn);
	});

	it("SUCCESS-7 a sentence's days stay whole, and what is none stays as it is", async () => {
		expect(await render(<WithDays text="From 2026-12-10 to Fri 1 Jan 2027, 2026-99-99." />)).toBe(
			'From <time dateTime="2026-12-10" class="day">Thu 10 Dec 2026</time> to <span class="day">Fri 1 Jan 2027</span>, <time dateTime="2026-99-99" class="day">2026-99-99</time>.',
		);
	});
});
