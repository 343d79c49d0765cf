import { beforeAll, describe, expect, it } from "vitest";
import { getArtifact, listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import * as edit from "#app/routes/success/artifacts/artifact-edit.tsx";
import * as fresh from "#app/routes/success/artifacts/artifact-new.tsx";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn, fieldsOf } from "./drawn.tsx";

let org: TestOrg;
let cookie: string;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
	({ accountId } = await makePlay(org, { name: "Orchard & Sons" }));
});

const rowsOf = (html: string, list: string) =>
	new Set([...html.matchAll(new RegExp(`name="content\\.${list}\\[(\\d+)\\]`, "g"))].map(([, index]) => index)).size;
const moreIn = (html: string) => /name="more" value="(\d+)"/.exec(html.replaceAll(/formnovalidate="" /gi, ""))![1]!;
const typedIn = (html: string, fields: Record<string, string>) => ({ ...fieldsOf(html), ...fields });

/** The editor of a new artifact, as who has no script presses its buttons. */
function beginning(kind: string) {
	const path = `/accounts/${accountId}/artifacts/new?kind=${kind}`;
	const send = (fields: Record<string, string>, who = cookie) =>
		answerOf(fresh.action(argsFor({ cookie: who, path, params: { id: accountId }, fields })));
	const look = (reply?: Awaited<ReturnType<typeof send>>) =>
		drawn(fresh as never, { cookie, path, id: accountId, reply });
	return { send, look };
}

describe("rows of an artifact's editor", () => {
	it("SUCCESS-7 a map of twelve people is one save, without a script too: more rows keep what is typed and save nothing", async () => {
		const { send, look } = beginning("stakeholder_map");
		const before = (await as(org, "viewer", (ctx) => listArtifacts(ctx, {}))).data.length;
		let html = await look();
		expect(rowsOf(html, "people")).toBe(2);
		html = await look(
			await send(
				typedIn(html, {
					title: "Who decides",
					"content.people[0].name": "Ann",
					"content.people[0].influence": "90",
					more: moreIn(html),
				}),
			),
		);
		expect(rowsOf(html, "people")).toBe(8);
		for (const words of ['value="Who decides"', 'value="Ann"', 'value="90"']) expect(html).toContain(words);
		html = await look(await send(typedIn(html, { more: moreIn(html) })));
		expect(rowsOf(html, "people")).toBeGreaterThanOrEqual(12);
		expect((await as(org, "viewer", (ctx) => listArtifacts(ctx, {}))).data).toHaveLength(before);
		const names = Object.fromEntries(
			Array.from({ length: 12 }, (_, index) => [`content.people[${index}].name`, `Person ${index}`]),
		);
		const done = await send(typedIn(html, names));
		const kept = await as(org, "viewer", (ctx) => getArtifact(ctx, done.to!.split("/").at(-1)!));
		expect(kept).toMatchObject({ version: 1, title: "Who decides" });
		expect((kept.content as { people: unknown[] }).people).toHaveLength(12);
	});

	it.each([
		["pricing", "name"],
		["open_tasks", "title"],
	])("SUCCESS-7 so for the lines of %s, whose button of Enter still saves", async (kind, name) => {
		const { send, look } = beginning(kind);
		const html = await look();
		const first = rowsOf(html, "lines");
		const last = `content.lines[${first - 1}].${name}`;
		const reply = await send(typedIn(html, { [last]: "Typed", more: moreIn(html) }));
		const again = await look(reply);
		expect(again).toContain('value="Typed"');
		expect(rowsOf(again, "lines")).toBeGreaterThan(first + 4);
		const form = /<form[^>]*artifact-form[\s\S]*?<\/form>/.exec(html)![0];
		expect(/<button type="submit"[^>]*>/.exec(form)![0]).not.toContain('name="more"');
	});

	it("SUCCESS-7 more rows of a saved one make no version, and are not for who only reads", async () => {
		const content = { currency: "USD", years: 2, lines: [{ key: "plan", name: "Plan", currentCents: 100_00 }] };
		const { id } = await as(org, "user", (ctx) => createArtifact(ctx, { kind: "pricing", accountId, content }));
		const at = { path: `/success/artifacts/${id}/edit`, params: { id } };
		const html = await drawn(edit as never, { cookie, path: at.path, id });
		expect(text(html).replaceAll("|", "")).toContain(
			"Together $200.00 over 2 years, $100.00 a year on average; today $100.00 a year.",
		);
		const fields = typedIn(html, { "content.lines[1].name": "Seats", more: "7" });
		const reply = await answerOf(edit.action(argsFor({ ...at, cookie, fields })));
		const again = await drawn(edit as never, { cookie, path: at.path, id, reply });
		expect(again).toContain('value="Seats"');
		expect((await as(org, "viewer", (ctx) => getArtifact(ctx, id))).version).toBe(1);
		const viewer = await cookieOf(org, "viewer");
		expect((await answerOf(edit.action(argsFor({ ...at, cookie: viewer, fields })))).status).toBe(403);
		const wild = await answerOf(edit.action(argsFor({ ...at, cookie, fields: { ...fields, more: "9999" } })));
		expect(wild.status).toBe(422);
	});
});
