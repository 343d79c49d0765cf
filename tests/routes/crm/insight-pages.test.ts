import { beforeAll, describe, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { writeInsightJob } from "#app/domain/crm/insights/jobs.ts";
import { FACT_NAMES, SHIPPED_WEIGHTS } from "#app/domain/crm/scores/rules.ts";
import { readScoring } from "#app/domain/crm/scores/scoring-queries.ts";
import * as history from "#app/routes/crm/history/contact-history.tsx";
import * as insights from "#app/routes/crm/insights/contact-insights.ts";
import * as erasure from "#app/routes/crm/privacy/erasure.tsx";
import * as personalExport from "#app/routes/crm/privacy/personal-export.ts";
import * as scoring from "#app/routes/settings/scoring.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { answerOf, PAGES } from "./pages.ts";

let org: TestOrg;
let id: string;
const cookies = {} as Record<"admin" | "user" | "viewer" | "stranger", string>;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	for (const role of ["admin", "user", "viewer"] as const) cookies[role] = await cookieOf(org, role);
	cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	id = (await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", lastName: "Lee" }))).id;
});

type Who = keyof typeof cookies;
const args = (who: Who, path: string, fields?: Record<string, string>) =>
	argsFor({ cookie: cookies[who], path, params: { id }, ...(fields ? { fields } : {}) });
const statusOf = (work: () => Promise<unknown>) =>
	Promise.resolve()
		.then(work)
		.then(
			(done) => (done instanceof Response ? done.status : 200),
			(thrown: unknown) => (thrown instanceof Response ? thrown.status : 500),
		);

describe("the page of a contact", () => {
	test("CRM-6: shows its timeline, narrowed by the address; opening it asks for an insight, a viewer's does not", async () => {
		const show = (who: Who, query = "") => PAGES.contact.show.loader(args(who, `/contacts/${id}${query}`));
		const { more } = await show("viewer");
		expect(more).toMatchObject({ kind: "all", canRequest: false, canErase: false, signs: { insight: null } });
		expect(more.timeline.entries[0]).toMatchObject({ name: "contact.created" });
		expect(await waitingJobs(writeInsightJob)).toEqual([]);
		expect((await show("user", "?kind=messages")).more).toMatchObject({ kind: "messages", timeline: { entries: [] } });
		expect(await waitingJobs(writeInsightJob)).toHaveLength(1);
		await runJobs();
		expect((await show("admin")).more).toMatchObject({
			canErase: true,
			canExport: true,
			signs: { insight: { source: "rules" } },
		});
	});

	test("CRM-7: the button has the insight written anew, without a script too; not for a viewer or a stranger", async () => {
		const press = (who: Who) =>
			answerOf(Promise.resolve().then(() => insights.action(args(who, `/contacts/${id}/insights`, {}))));
		expect(await press("user")).toMatchObject({ status: 303, to: `/contacts/${id}` });
		expect(await waitingJobs(writeInsightJob)).toHaveLength(1);
		await runJobs();
		expect((await press("viewer")).status).toBe(403);
		expect((await press("stranger")).status).toBe(404);
		expect(await waitingJobs(writeInsightJob)).toEqual([]);
	});
});

describe("past versions", () => {
	test("CRM-6: are shown at an instant or a time on the reader's clock, and what cannot be read is said so", async () => {
		const show = (who: Who, query = "") => history.loader(args(who, `/contacts/${id}/history${query}`));
		expect(await show("viewer")).toMatchObject({ at: null, version: null, unreadable: false });
		expect(await show("viewer", "?at=2020-01-01T10:00")).toMatchObject({
			version: null,
			at: "2020-01-01T10:00:00.000Z",
		});
		expect((await show("viewer", `?at=${new Date(Date.now() + 60_000).toISOString()}`)).version?.values).toMatchObject({
			firstName: "Ann",
		});
		expect(await show("viewer", "?at=yesterday")).toMatchObject({ unreadable: true, at: null });
		expect(await statusOf(() => show("stranger"))).toBe(404);
	});
});

describe("the page of weights", () => {
	const fields = (base: string): Record<string, string> => ({
		base,
		version: "0",
		...Object.fromEntries(
			FACT_NAMES.flatMap((name) =>
				Object.entries(SHIPPED_WEIGHTS.facts[name]).map(([part, value]) => [`facts.${name}.${part}`, String(value)]),
			),
		),
	});

	test("CRM-7: tries weights by the address and changes nothing, then saves them; an administrator's alone", async () => {
		await runJobs(new Date(Date.now() + 60_000));
		await runJobs(new Date(Date.now() + 120_000));
		const tried = await scoring.loader(
			args("admin", `/settings/scoring?${new URLSearchParams({ ...fields("60"), preview: "1" })}`),
		);
		expect(tried).toMatchObject({ preview: { total: 1, up: 1, average: 40 }, version: 0, tried: { base: 60 } });
		const bad = await scoring.loader(
			args("admin", `/settings/scoring?${new URLSearchParams({ ...fields("600"), preview: "1" })}`),
		);
		expect(bad).toMatchObject({ preview: null, errors: { base: ["Write 100 or less."] } });
		const save = (who: Who, base: string) =>
			answerOf(Promise.resolve().then(() => scoring.action(args(who, "/settings/scoring", fields(base)))));
		expect((await save("user", "60")).status).toBe(403);
		expect((await save("admin", "x")).reply?.result.error?.base).toBeTruthy();
		expect(await save("admin", "60")).toMatchObject({ status: 303, to: "/settings/scoring" });
		expect((await as(org, "admin", (ctx) => readScoring(ctx))).weights.base).toBe(60);
	});
});

describe("the API", () => {
	test("CRM-7: writes an insight and a score; not for a viewer's key or another organisation's", async () => {
		const key = await makeKey(org, "user");
		const score = await callApi(key, "/api/crm/score", { body: { contactId: id } });
		expect(score).toMatchObject({ status: 200, body: { contactId: id, score: expect.any(Number) } });
		expect(score.body.reasons[0]).toMatchObject({ label: expect.any(String), points: expect.any(Number) });
		const insight = await callApi(key, "/api/crm/insights", { body: { type: "contact", id } });
		expect(insight).toMatchObject({
			status: 200,
			body: { source: "rules", summary: { text: expect.stringContaining("Ann Lee") } },
		});
		const viewer = await makeKey(org, "viewer");
		const stranger = await makeKey(await makeOrg("Third firm"), "owner");
		for (const [path, body] of [
			["/api/crm/score", { contactId: id }],
			["/api/crm/insights", { type: "contact", id }],
		] as const) {
			expect((await callApi(viewer, path, { body })).status).toBe(403);
			expect((await callApi(stranger, path, { body })).status).toBe(404);
			expect((await callApi(key, path, { body: { type: "deal", id: "x" } })).status).toBe(422);
		}
	});
});

describe("privacy", () => {
	test("CRM-8: the copy is one JSON file, an administrator's, and a stranger finds nothing", async () => {
		const path = `/contacts/${id}/export`;
		const response = await personalExport.loader(args("admin", path));
		expect(response.headers.get("Content-Disposition")).toContain("attachment");
		const copy = (await response.json()) as Record<string, unknown[]>;
		expect(copy.contact).toMatchObject([{ first_name: "Ann" }]);
		expect(await statusOf(() => personalExport.loader(args("user", path)))).toBe(403);
		expect(await statusOf(() => personalExport.loader(args("stranger", path)))).toBe(404);
	});

	test("CRM-8: the page names the person and the counts, asks for the name, and erases; then it says so", async () => {
		const path = `/contacts/${id}/erasure`;
		expect(await erasure.loader(args("admin", path))).toMatchObject({
			name: "Ann Lee",
			state: null,
			held: { messages: 0 },
		});
		expect(await statusOf(() => erasure.loader(args("user", path)))).toBe(403);
		expect(await statusOf(() => erasure.loader(args("stranger", path)))).toBe(404);
		const ask = (who: Who, name: string) =>
			answerOf(Promise.resolve().then(() => erasure.action(args(who, path, { name }))));
		const wrong = await ask("admin", "Anne Lee");
		expect(wrong).toMatchObject({ status: 422 });
		expect(wrong.reply?.result.error?.name?.[0]).toContain("Ann Lee");
		expect((await ask("user", "Ann Lee")).status).toBe(403);
		expect(await ask("admin", "Ann Lee")).toMatchObject({ status: 303, to: path });
		await runJobs();
		expect(await erasure.loader(args("admin", path))).toMatchObject({
			name: "Erased person",
			state: "done",
			by: "The admin",
		});
	});
});
