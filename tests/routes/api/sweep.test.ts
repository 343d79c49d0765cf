import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { PERMISSIONS } from "#app/domain/identity/policy.ts";
import { openThread } from "#app/domain/success/guided/threads.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { begin, publish } from "#tests/domain/workflows/nodes/flow.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

// Every endpoint as a stranger, as another organisation and with too little role or scope; new ones join by themselves.

let org: TestOrg;
let ids: Record<string, string>;
let strangerKey: string;
let viewerKey: string;
let bareKey: string;
let otherBareKey: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const other = await makeOrg("Another firm");
	ids = await fill(org);
	strangerKey = await makeKey(other);
	viewerKey = await makeKey(org, "viewer");
	bareKey = await makeKey(org, "owner", ["tasks:read"]);
	otherBareKey = await makeKey(org, "owner", ["locations:read"]);
});

/** What is reached for by a path, and a body that would do if one might; a new kind of thing adds its line. */
const KINDS: readonly { path: RegExp; id: string; body?: object }[] = [
	{ path: /appointments/, id: "appointment", body: { startsAt: new Date(Date.now() + 9e7).toISOString() } },
	{ path: /leads/, id: "lead", body: { state: "contacted" } },
	{ path: /chat\/\{leadId\}/, id: "lead", body: { message: "hello" } },
	{ path: /crm\/contacts/, id: "contact", body: { firstName: "Bent" } },
	{ path: /crm\/accounts/, id: "account", body: { name: "Bent" } },
	{ path: /crm\/deals/, id: "deal", body: { name: "Bent" } },
	{ path: /crm\/projects/, id: "project", body: { name: "Bent" } },
	{ path: /workflows\/tasks/, id: "task", body: { action: "complete" } },
	{ path: /workflows\/approvals/, id: "approval", body: { text: "hello", version: 1 } },
	{ path: /workflows\/executions/, id: "execution", body: { stepId: "ask", status: "completed" } },
	{ path: /workflows\/\{id\}\/(?:execute|run)/, id: "workflow", body: {} },
	{ path: /workflows\/\{id\}\/start/, id: "workflow", body: { customerId: newId() } },
	{ path: /workflows\/\{id\}\/complete/, id: "workflow", body: { executionId: newId(), outcome: "done" } },
	{ path: /knowledge/, id: "document" },
	{ path: /assistant\/conversations/, id: "conversation" },
	{ path: /account-hooks/, id: "accountHook", body: {} },
	{ path: /customers/, id: "account", body: { health: 50 } },
	{ path: /workflows\/queue\/items/, id: "play", body: {} },
	{ path: /workflows\/queue/, id: "member" },
	{ path: /threads\/\{id\}\/messages/, id: "thread", body: { text: "hello" } },
	{ path: /threads\/\{id\}/, id: "thread", body: {} },
	{ path: /artifacts\/\{id\}\/versions/, id: "artifact", body: { restore: 1 } },
	{ path: /artifacts\/\{id\}\/tasks/, id: "artifact", body: { item: "line-1" } },
	{ path: /artifacts\/\{id\}\/approval/, id: "artifact", body: { version: 1, memberId: newId() } },
	{ path: /artifacts\/\{id\}\/decision/, id: "artifact", body: { version: 1, decision: "approve" } },
	{ path: /workflows\/contracts/, id: "contract" },
	{ path: /workflows\/artifacts/, id: "artifact", body: { title: "Bent" } },
	{ path: /workflows\/\{id\}\/context/, id: "workflow" },
	{ path: /workflows/, id: "workflow", body: { name: "Bent" } },
	{ path: /assistant\/proposals/, id: "proposal", body: { decision: "confirm" } },
];

describe.each(endpoints.map((endpoint, index) => ({ endpoint, index, name: `${endpoint.method} ${endpoint.path}` })))(
	"$name",
	({ endpoint, index }) => {
		// Who brings no key is counted by address: each endpoint is asked from one of its own.
		const ip = `198.51.100.${index + 1}`;
		const kind = KINDS.find(({ path }) => path.test(endpoint.path));
		const path = () => endpoint.path.replaceAll(/\{(\w+)\}/g, () => ids[kind!.id]!);
		const reads = endpoint.method === "GET" || endpoint.method === "DELETE";
		const body = reads ? {} : { body: kind?.body ?? { message: "hello", version: 1 } };
		const needs = PERMISSIONS[endpoint.permission];

		test("ID-5 asks a stranger for a key", async () => {
			expect((await callApi(undefined, path(), { method: endpoint.method, ip, ...body })).status).toBe(401);
			expect((await callApi("pk_not-a-key", path(), { method: endpoint.method, ip, ...body })).status).toBe(401);
		});

		if (endpoint.path.includes("{"))
			test("shows another organisation nothing of what is there, as if it were not", async () => {
				const before = await everything();
				const absent = endpoint.path.replaceAll(/\{(\w+)\}/g, newId());
				const foreign = await callApi(strangerKey, path(), { method: endpoint.method, ...body });
				const missing = await callApi(strangerKey, absent, { method: endpoint.method, ...body });
				expect([foreign.status, missing.status]).toEqual([404, 404]);
				expect({ ...foreign.body.error, requestId: "" }).toEqual({ ...missing.body.error, requestId: "" });
				expect(await everything()).toEqual(before);
			});

		if (needs.scope !== null)
			test("ID-5 refuses a key without its scope, whatever it sends", async () => {
				const without = needs.scope === "tasks:read" ? otherBareKey : bareKey;
				expect((await callApi(without, path(), { method: endpoint.method, ...body })).status).toBe(403);
			});

		if (needs.role !== "viewer")
			test("ID-2 refuses a viewer's key, whatever it sends", async () => {
				expect((await callApi(viewerKey, path(), { method: endpoint.method, ...body })).status).toBe(403);
			});
	},
);

/** The events of the firm that is reached for: nothing can change without one. */
function everything(): Promise<unknown> {
	return as(org, "owner", ({ db }) => db.selectFrom("events").select("id").orderBy("id").execute());
}

/** One of each kind, to be reached for. */
async function fill(of: TestOrg): Promise<Record<string, string>> {
	const key = await makeKey(of);
	const make = async (path: string, fields: object) => {
		const { status, body } = await callApi(key, path, { body: fields });
		if (status !== 201) throw new Error(`${path}: ${status}`);
		return body.id as string;
	};
	const made = {
		account: await make("/api/crm/accounts", { name: "Firm" }),
		accountHook: await make("/api/account-hooks", { name: "Scores" }),
		deal: await make("/api/crm/deals", { name: "Deal" }),
		project: await make("/api/crm/projects", { name: "Project" }),
		task: await make("/api/workflows/tasks", { title: "Task" }),
		workflow: await make("/api/workflows", { name: "Workflow", publish: true }),
	};
	const begun = await callApi(key, `/api/workflows/${made.workflow}/execute`, { body: {} });
	const form = new FormData();
	form.append("files", new Blob(["Lamps glow."]), "lamps.txt");
	const up = await callApi(key, "/api/knowledge/upload", { raw: form, method: "POST" });
	const signed = new FormData();
	signed.append("accountId", made.account);
	signed.append("file", new Blob(["%PDF-1.4"]), "contract.pdf");
	const contract = await callApi(key, "/api/workflows/contracts", { raw: signed, method: "POST" });
	const asked = await callApi(key, "/api/assistant/chat", { body: { message: "remind me to buy lamps tomorrow" } });
	const [proposal] = (await callApi(key, "/api/assistant/proposals")).body.data;
	return {
		...made,
		...(await fillLead(of)),
		...(await fillPlay(of)),
		document: up.body.documents[0].id,
		contract: contract.body.id,
		conversation: asked.body.conversationId,
		proposal: proposal.id,
		execution: begun.body.executionId,
		approval: await fillApproval(of),
	};
}

/** What a run asks, with a text that may be changed. */
async function fillApproval(of: TestOrg): Promise<string> {
	const { id } = await publish(of, { ask: ["approval", { title: "Is it?", text: "Hello" }] }, ["start>ask"]);
	await begin(of, id);
	await runJobs();
	const { data } = await as(of, "owner", (ctx) => listApprovals(ctx, { state: "open" }));
	return data[0]!.id;
}

/** A play that is under way, with the conversation of its first step. */
async function fillPlay(of: TestOrg): Promise<Record<string, string>> {
	const { playId } = await makePlay(of, { name: "In play" });
	const { runId } = await as(of, "owner", (ctx) => openPlay(ctx, playId));
	await runJobs();
	const play = await as(of, "owner", (ctx) => getPlay(ctx, playId));
	const thread = await as(of, "owner", (ctx) => openThread(ctx, { runId, stepId: play.now!.stepId }));
	const artifact = await as(of, "owner", (ctx) => createArtifact(ctx, { kind: "assessment", playId }));
	return {
		artifact: artifact.id,
		play: playId,
		member: of.members.user.id,
		thread: thread.id,
		workflow: play.workflow!.id,
	};
}

/** A lead of a contact, with an appointment. */
function fillLead(of: TestOrg): Promise<Record<string, string>> {
	return as(of, "owner", async ({ db, org: org_id }) => {
		const [contact, location, lead, appointment] = [newId(), newId(), newId(), newId()] as const;
		await db.insertInto("contacts").values({ org_id, id: contact, first_name: "Ann" }).execute();
		await db
			.insertInto("locations")
			.values({ org_id, id: location, name: "Here", slug: "here", time_zone: "UTC" })
			.execute();
		await db
			.insertInto("leads")
			.values({ org_id, id: lead, contact_id: contact, location_id: location, source: "member" })
			.execute();
		const [starts, ends] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 90_000_000)];
		await db
			.insertInto("appointments")
			.values({
				org_id,
				id: appointment,
				location_id: location,
				bay: 1,
				contact_id: contact,
				title: "Tint",
				starts_at: starts,
				ends_at: ends,
				during: `[${starts.toISOString()},${ends.toISOString()})`,
				time_zone: "UTC",
				origin: "member",
			})
			.execute();
		return { contact, lead, appointment };
	});
}
