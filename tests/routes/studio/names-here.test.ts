import { beforeAll, describe, expect, test } from "vitest";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import * as canvas from "#app/routes/studio/canvas/canvas.tsx";
import * as canvasDraft from "#app/routes/studio/canvas/draft-acts.ts";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as nodeTrial from "#app/routes/studio/nodes/node-trial.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import * as draftTrial from "#app/routes/studio/trial/draft-trial.tsx";
import * as workflow from "#app/routes/studio/workflow.tsx";
import * as workflowImport from "#app/routes/studio/workflow-import.tsx";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { add, blank, made, openStudio, post, save, see } from "./studio-forms.ts";

let people: Awaited<ReturnType<typeof openStudio>>;
let elsewhere: TestOrg;
beforeAll(async () => {
	people = await openStudio();
	elsewhere = await makeOrg("Elsewhere");
	await as(people.org, "admin", (ctx) =>
		createField(ctx, { recordType: "contact", label: "Source", kind: "text" } as never),
	);
});

const row = (at: number, name: string, value = "x") => ({
	[`settings.fields[${at}].name`]: name,
	[`settings.fields[${at}].value`]: value,
});
const problemsAt = async (id: string, step: string) => {
	const shown = await see(node, { id, node: step });
	return shown.unknown.map(({ level, message, setting }) => [level, setting, message]);
};

describe("FLOW-2 a field that no such record has", () => {
	test("FLOW-2 a misspelt one is told at the draft with what is meant, own fields included, and is not published", async () => {
		const id = await blank("Fields");
		const step = await add(id, "create_record", "start");
		await save(id, step, {
			"settings.record": "contact",
			...{ ...row(0, "sourse"), ...row(1, "firstnam"), ...row(2, "fields.source"), ...row(3, "Zzzzz") },
		});
		const said = [
			[
				"error",
				"fields.0.name",
				"“Create a record”: there is no field “sourse” of a contact. Did you mean fields.source?",
			],
			[
				"error",
				"fields.1.name",
				"“Create a record”: there is no field “firstnam” of a contact. Did you mean firstName?",
			],
			[
				"error",
				"fields.3.name",
				"“Create a record”: there is no field “Zzzzz” of a contact. Choose one from the list.",
			],
		];
		expect(await problemsAt(id, step)).toEqual(said);
		expect((await see(workflow, { id })).graph.errors).toBe(3);
		const shown = await see(canvas, { id }, { path: `/studio/${id}/canvas` });
		expect(shown.checked.problems.filter(({ level }) => level === "error")).toHaveLength(3);
		expect(shown.choices.fieldNames.contact).toContainEqual({
			value: "fields.source",
			label: "Source (own field)",
		});
		expect(shown.choices.fieldNames.deal).toContainEqual({ value: "closesOn", label: "Closes on" });
		const { version } = await see(publication, { id });
		expect(await post(publication, { id }, { version: String(version) })).toMatchObject({ status: 422 });
		await save(id, step, { "settings.record": "contact", ...row(0, "fields.source"), ...row(1, "firstName") });
		expect(await problemsAt(id, step)).toEqual([]);
	});

	test("FLOW-2 what later steps read of a record that was found is told too", async () => {
		const id = await blank("Reads");
		const found = await add(id, "find_record", "start");
		await save(id, found, { "settings.record": "contact", "settings.by": "email", "settings.value": "a@example.com" });
		const tell = await add(id, "notify", found, "found");
		await save(id, tell, {
			"settings.title": `{{ steps.${found}.fields.custom.sourc }} {{ steps.${found}.fields.custom.source }}`,
		});
		expect(await problemsAt(id, tell)).toEqual([
			["warning", "title", "“Tell a member”: there is no own field “sourc” of a contact. Did you mean source?"],
		]);
		await save(id, tell, { "settings.title": `{{ steps.${found}.fields.emial }}` });
		expect((await see(node, { id, node: tell })).step.problems).toMatchObject([
			{ message: expect.stringContaining("has no “emial”") },
		]);
	});
});

describe("FLOW-1 a workflow from elsewhere", () => {
	test("FLOW-1 what it names that is none of this organisation's is a problem at its step, in words", async () => {
		const theirs = await makeContact(elsewhere);
		const [member] = await as(elsewhere, "viewer", (ctx) => ctx.db.selectFrom("memberships").select("id").execute());
		const stage = await as(elsewhere, "viewer", (ctx) =>
			ctx.db.selectFrom("pipeline_stages").select("id").executeTakeFirstOrThrow(),
		);
		const fields = [
			{ name: "ownerId", value: member!.id },
			{ name: "stageId", value: stage.id },
			{ name: "contactId", value: theirs.id },
		];
		const nodes = [
			{ id: "start", type: "manual", name: "Start", settings: {} },
			{ id: "deal", type: "create_record", name: "Deal", settings: { record: "deal", fields } },
			{
				...{ id: "task", type: "create_task", name: "Task" },
				settings: { title: "Call", assignee: member!.id, about: "contact", aboutId: theirs.id },
			},
			{ id: "mail", type: "send_sms", name: "Text", settings: { contact: theirs.id, text: "Hi" } },
			{ id: "sub", type: "sub_workflow", name: "Sub", settings: { workflow: theirs.id, waits: true, input: "" } },
		];
		const edges = nodes.slice(1).map(({ id }, at) => ({ from: nodes[at]!.id, port: "next", to: id }));
		const text = JSON.stringify({
			...{ format: "perigee.workflow", version: 1, name: "From elsewhere", description: "" },
			graph: { nodes, edges },
		});
		const done = await post(workflowImport, {}, { text });
		const id = made(done.to);
		expect(done.flash?.message).toContain("Look at what is said at its steps.");
		const words = (noun: string) =>
			expect.stringContaining(`the ${noun} that is named here is not of this organisation`);
		expect(await problemsAt(id, "deal")).toEqual([
			["warning", "fields.0.value", words("member")],
			["warning", "fields.1.value", words("stage")],
			["warning", "fields.2.value", words("contact")],
		]);
		expect(await problemsAt(id, "task")).toEqual([
			["warning", "assignee", words("member")],
			["warning", "aboutId", words("contact")],
		]);
		expect(await problemsAt(id, "mail")).toEqual([["warning", "contact", words("contact")]]);
		expect(await problemsAt(id, "sub")).toEqual([["warning", "workflow", words("workflow")]]);
		expect((await see(workflow, { id })).graph.warnings).toBe(7);
	});
});

describe("FLOW-2 what people read of a step", () => {
	test("FLOW-2 what a task is about is chosen by name, and trials name records", async () => {
		const id = await blank("About");
		const step = await add(id, "create_task", "start");
		const ann = await makeContact(people.org);
		const name = await as(people.org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("contacts")
				.select(["first_name", "last_name"])
				.where("id", "=", ann.id)
				.executeTakeFirstOrThrow(),
		);
		const called = `${name.first_name} ${name.last_name}`.trim();
		const done = await save(id, step, {
			"settings.title": "Call {{ trigger.who }}",
			...{ "settings.about": "contact", "settings.aboutId": called },
		});
		expect(done).toMatchObject({ status: 303 });
		expect((await see(node, { id, node: step })).step.node.settings.aboutId).toBe(ann.id);
		expect(await problemsAt(id, step)).toEqual([]);
		const tried = (await post(draftTrial, { id }, { input: JSON.stringify({ who: ann.id }) })).reply?.detail?.tried;
		expect(JSON.stringify(tried)).toContain(`Would give a task: “Call ${called}”`);
		expect(JSON.stringify(tried)).not.toContain(ann.id);
		const one = await post(nodeTrial, { id, node: step }, { trigger: JSON.stringify({ who: ann.id }), steps: "{}" });
		expect(JSON.stringify(one.reply?.detail?.tried)).toContain(`Call ${called}`);
	});

	test("FLOW-2 a canvas reads the draft as it is kept; without asking it is led to the canvas", async () => {
		const id = await blank("Live");
		const path = `/studio/${id}/canvas/draft?now`;
		const now = async () => {
			const answer = (await see(canvasDraft as never, { id }, { path })) as Response;
			return (await answer.json()) as { version: number; graph: { nodes: unknown[] } };
		};
		const before = await now();
		await add(id, "notify", "start");
		const after = await now();
		const same = (await see(canvasDraft as never, { id }, { path: `${path}=${after.version}` })) as Response;
		expect(await same.json()).toEqual({ graph: null, version: after.version });
		expect([after.version, after.graph.nodes.length]).toEqual([before.version + 1, 2]);
		expect(await see(canvasDraft as never, { id })).toMatchObject({ status: 302 });
		await expect(see(canvasDraft as never, { id }, { path, cookie: people.stranger })).rejects.toMatchObject({
			status: 404,
		});
	});
});
