import type { ComponentType } from "react";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import * as accountArtifacts from "#app/routes/success/artifacts/account-artifacts.tsx";
import * as artifact from "#app/routes/success/artifacts/artifact.tsx";
import * as artifactEdit from "#app/routes/success/artifacts/artifact-edit.tsx";
import * as artifactPrint from "#app/routes/success/artifacts/artifact-print.tsx";
import * as artifactState from "#app/routes/success/artifacts/artifact-state.ts";
import * as artifactVersions from "#app/routes/success/artifacts/artifact-versions.tsx";
import * as limits from "#app/routes/success/rules/limits.tsx";
import * as task from "#app/routes/tasks/task.tsx";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { type Answer, answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn, fieldsOf } from "./drawn.tsx";

type Module = { loader: (args: never) => Promise<unknown>; action?: (args: never) => unknown; default?: ComponentType };
type Role = "user" | "viewer" | "manager" | "stranger";

let org: TestOrg;
const cookies = {} as Record<Role, string>;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg("Orbit Care");
	const other = await makeOrg("Another firm");
	for (const role of ["user", "viewer", "manager"] as const) cookies[role] = await cookieOf(org, role);
	cookies.stranger = await cookieOf(other, "owner");
	({ accountId } = await makePlay(org, { name: "Orchard & Sons" }));
	await house().database.owner.query(
		`insert into account_stakeholders (org_id, id, account_id, name, influence, sentiment)
			values ($1, $2, $3, 'Ann Oak', 'high', 'positive'), ($1, $4, $3, 'Bo Elm', 'low', 'negative')`,
		[org.id, newId(), accountId, newId()],
	);
});

const load = (module: Module, path: string, id: string, who: Role = "viewer") =>
	module.loader(argsFor({ cookie: cookies[who], path, params: { id } }) as never);

const look = (module: Module, path: string, id: string, who: Role = "user", reply?: Answer): Promise<string> =>
	drawn(module as never, { cookie: cookies[who], path, id, reply });

const post = (module: Module, path: string, id: string, fields: Record<string, string>, who: Role = "user") =>
	answerOf(module.action!(argsFor({ cookie: cookies[who], path, params: { id }, fields }) as never));

const statusOf = (done: Promise<unknown>) => done.then(() => 200).catch((error: Response) => error.status);

/** One as it begins. */
const make = async (kind: string) => (await as(org, "user", (ctx) => createArtifact(ctx, { kind, accountId }))).id;

/** Opens the editor of an artifact, changes some of its fields, and saves. */
async function edit(id: string, change: Record<string, string>): Promise<Answer> {
	const path = `/success/artifacts/${id}/edit`;
	const fields = fieldsOf(await look(artifactEdit as never, path, id));
	return post(artifactEdit as never, path, id, { ...fields, ...change });
}

const shown = async (id: string, who: Role = "user") =>
	text(await look(artifact as never, `/success/artifacts/${id}`, id, who));

describe("the pages of artifacts, without a script", () => {
	it("SUCCESS-7 a price is worked out, waits for a manager, is approved, and is printed with it", async () => {
		const id = await make("pricing");
		const saved = await edit(id, {
			...{ "content.uplift": "12", "content.years": "3" },
			...{ "content.lines[1].name": "Support", "content.lines[1].current": "1,000.50" },
		});
		expect(saved).toMatchObject({ status: 303, to: `/success/artifacts/${id}` });
		const draft = await shown(id);
		for (const words of ["Support", "Draft: this price needs a manager&#x27;s approval", "Total contract value"])
			expect(draft).toContain(words);
		// 50,000.00 and 1,000.50: 56,000.00, 62,720.00, 70,246.40 and 1,120.56, 1,255.03, 1,405.63.
		expect(draft).toContain("$192,747.62");
		const act = (fields: Record<string, string>, who: Role = "user") =>
			post(artifact as never, `/success/artifacts/${id}`, id, fields, who);
		expect((await act({ act: "ask", version: "2" })).reply?.result.error).toMatchObject({
			memberId: ["Choose a manager."],
		});
		expect((await act({ act: "ask", version: "2", memberId: org.members.manager.id })).status).toBe(303);
		expect((await act({ act: "approve", version: "2" })).status).toBe(403);
		expect(await shown(id)).toContain("Waiting for approval.");
		const [asked] = await house().database.owner.query<{ id: string }>(
			"select task_id as id from artifact_approvals where artifact_id = $1",
			[id],
		);
		const told = await look(task as never, `/tasks/${asked!.id}`, asked!.id, "manager");
		expect(told).toContain(`href="/success/artifacts/${id}"`);
		expect(text(told)).not.toContain(`/success/artifacts/${id}`);
		expect(await shown(id, "manager")).toContain("Approve version 2");
		expect((await act({ act: "reject", version: "2" }, "manager")).reply?.result.error).toHaveProperty("note");
		expect((await act({ act: "approve", version: "2", note: "For the term" }, "manager")).status).toBe(303);
		const paper = text(await look(artifactPrint as never, `/success/artifacts/${id}/print`, id, "viewer"));
		for (const words of ["Orbit Care", "Orchard & Sons", "Approved.", "$192,747.62", "Pricing"])
			expect(paper).toContain(words);
		// What only the firm is to know, and times that are true for a minute, do not go on paper.
		for (const words of ["Ask for approval", "For the term", "above the limit", "ago", "just now"])
			expect(paper).not.toContain(words);
		expect(paper).toMatch(/By \|?[^|]*?\|?\w{3} \d{1,2} \w{3}[^|]*, \d{1,2}:\d\d [ap]m/);
		expect(await shown(id)).toContain("above the limit");
	});

	it("SUCCESS-7 figures that are none are refused at their field, with everything that was typed", async () => {
		const id = await make("pricing");
		const path = `/success/artifacts/${id}/edit`;
		const refused = await edit(id, {
			"content.uplift": "a lot",
			"content.lines[1].name": "Kept",
			"content.notes": "Mine",
		});
		expect(refused.status).toBe(422);
		const again = await look(artifactEdit as never, path, id, "user", refused);
		for (const words of ["Write a percentage such as 7.5.", 'value="a lot"', 'value="Kept"', "Mine"])
			expect(again).toContain(words);
		const tooMuch = await edit(id, { "content.discount": "120" });
		expect(await look(artifactEdit as never, path, id, "user", tooMuch)).toContain("Not above 100 %.");
	});

	it("SUCCESS-7 two tabs: the second is told who saved, loses nothing, and can put its own on top", async () => {
		const id = await make("assessment");
		const path = `/success/artifacts/${id}/edit`;
		const fields = fieldsOf(await look(artifactEdit as never, path, id));
		await post(artifactEdit as never, path, id, { ...fields, "content.summary": "Theirs" });
		const late = await post(artifactEdit as never, path, id, { ...fields, "content.summary": "Mine" });
		expect(late.status).toBe(409);
		const drawn = await look(artifactEdit as never, path, id, "user", late);
		expect(text(drawn)).toMatch(/saved version 2 while you were editing/);
		expect(drawn).toContain("Mine");
		expect((await post(artifactEdit as never, path, id, fieldsOf(drawn))).status).toBe(303);
		const versions = text(await look(artifactVersions as never, `/success/artifacts/${id}/versions`, id));
		expect(versions).toContain("Version 3");
		const back = { version: "3", restore: "2" };
		expect((await post(artifactVersions as never, `${path}/../versions`, id, back)).status).toBe(303);
		expect(await shown(id)).toContain("Theirs");
	});

	it("SUCCESS-7 an assessment shows its overall figure with the arithmetic", async () => {
		const id = await make("assessment");
		await edit(id, {
			"content.relationship.score": "4",
			"content.sponsor.score": "1",
			"content.sponsor.note": "New CFO",
		});
		const words = await shown(id);
		for (const part of ["3.0", "Relationship 4 × 2 + Sponsor 1 × 1", "New CFO", "Not assessed"])
			expect(words.replaceAll("|", "")).toContain(part.replaceAll("|", ""));
	});

	it("SUCCESS-7 a stakeholder map is arranged and joined by its form alone, and drawn on the server", async () => {
		const id = await make("stakeholder_map");
		const path = `/success/artifacts/${id}/edit`;
		const fields = fieldsOf(await look(artifactEdit as never, path, id));
		expect(fields).toMatchObject({ "content.people[0].influence": "85", "content.people[1].sentiment": "18" });
		const [ann, bo] = [fields["content.people[0].key"]!, fields["content.people[1].key"]!];
		const done = await post(artifactEdit as never, path, id, {
			...{ ...fields, "content.people[0].influence": "95", "content.people[2].name": "Cy Ash" },
			...{ "content.lines[0].from": bo, "content.lines[0].kind": "reports_to", "content.lines[0].to": ann },
		});
		expect(done.status).toBe(303);
		const html = await look(artifact as never, `/success/artifacts/${id}`, id);
		expect(html).toContain("Bo Elm reports to Ann Oak");
		expect(html).toMatch(/<circle[^>]*cy="12%"/);
		expect(text(html)).toContain("Cy Ash");
		const gone = await edit(id, { "content.people[1].name": "" });
		expect(gone.status).toBe(303);
		expect(await shown(id)).not.toContain("Bo Elm");
		const wrong = await edit(id, { "content.people[0].influence": "lots" });
		expect(await look(artifactEdit as never, path, id, "user", wrong)).toContain("Write a whole number from 0 to 100.");
	});

	it("SUCCESS-7 open tasks are arranged, new lines become tasks, and show how they stand", async () => {
		const id = await make("open_tasks");
		// What is open for the account already stands before the empty lines.
		const fields = fieldsOf(await look(artifactEdit as never, `/success/artifacts/${id}/edit`, id));
		const empty = Object.keys(fields).filter((name) => name.endsWith(".title") && fields[name] === "");
		const [one, other] = empty.map((name) => name.replace(".title", ""));
		await edit(id, {
			...{ [`${one}.title`]: "Second", [`${one}.place`]: "2" },
			...{ [`${other}.title`]: "First", [`${other}.place`]: "1", [`${other}.comment`]: "Soon" },
		});
		const words = await shown(id);
		expect(words.indexOf("First")).toBeLessThan(words.indexOf("Second"));
		const html = await look(artifact as never, `/success/artifacts/${id}`, id);
		expect(html).toContain("Make a task of First");
		const item = /name="item"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="item"/.exec(html)!;
		const act = { act: "task", item: (item[1] ?? item[2])! };
		for (let twice = 0; twice < 2; twice++)
			expect((await post(artifact as never, `/success/artifacts/${id}`, id, act)).status).toBe(303);
		const rows = await house().database.owner.query("select from tasks where org_id = $1 and title = 'First'", [
			org.id,
		]);
		expect(rows).toHaveLength(1);
		expect(await shown(id)).toMatch(/First[\s\S]*Open/);
	});

	it("SUCCESS-7 is removed with the way back, and lists what there is of the account", async () => {
		const id = await make("recommendations");
		const list = () => look(accountArtifacts as never, `/accounts/${accountId}/artifacts`, accountId);
		expect(await list()).toContain(`/success/artifacts/${id}`);
		const state = (act: string) => post(artifactState as never, `/success/artifacts/${id}/state`, id, { act });
		expect(await state("remove")).toMatchObject({ status: 303, flash: { undo: { act: "restore" } } });
		expect(await list()).not.toContain(`/success/artifacts/${id}`);
		expect(await statusOf(load(artifact as never, `/success/artifacts/${id}`, id))).toBe(404);
		await state("restore");
		expect(await list()).toContain(`/success/artifacts/${id}`);
	});

	it("SUCCESS-7 a viewer sees without forms and changes nothing; another organisation finds nothing", async () => {
		const id = await make("pricing");
		const words = await shown(id, "viewer");
		expect(words).toContain("Total contract value");
		expect(words).not.toContain("Remove artifact");
		const here = `/success/artifacts/${id}`;
		expect(await statusOf(load(artifactEdit as never, `${here}/edit`, id, "viewer"))).toBe(403);
		expect((await post(artifact as never, here, id, { act: "task", item: "x" }, "viewer")).status).toBe(403);
		for (const module of [artifact, artifactEdit, artifactPrint, artifactVersions])
			expect(await statusOf(load(module as never, here, id, "stranger"))).toBe(404);
		const theirs = load(accountArtifacts as never, `/accounts/${accountId}/artifacts`, accountId, "stranger");
		expect(await statusOf(theirs)).toBe(404);
		const reach = await post(artifactState as never, `${here}/state`, id, { act: "remove" }, "stranger");
		expect(reach.status).toBe(404);
	});

	it("SUCCESS-7 the limits of prices are a manager's to set, and hold together", async () => {
		const set = (fields: Record<string, string>, who: Role = "manager") =>
			post(limits as never, "/success/limits", "", { version: "0", ...fields }, who);
		const good = { leastUplift: "0", mostUplift: "15", mostDiscount: "5" };
		expect((await set(good, "user")).status).toBe(403);
		expect((await set({ ...good, mostUplift: "-3" })).reply?.result.error).toMatchObject({
			mostUplift: ["The most is not below the least."],
		});
		expect((await set(good)).status).toBe(303);
		expect((await set(good)).status).toBe(409);
		expect(text(await look(limits as never, "/success/limits", "", "manager"))).toContain("Set by");
	});
});
