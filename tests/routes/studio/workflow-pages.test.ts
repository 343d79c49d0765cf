import { beforeAll, describe, expect, test } from "vitest";
import { MASK } from "#app/domain/workflows/nodes/outside/secret-texts.ts";
import { FORMAT } from "#app/domain/workflows/sharing/schema.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as nodeNew from "#app/routes/studio/nodes/node-new.tsx";
import * as nodePlace from "#app/routes/studio/nodes/node-place.tsx";
import * as nodeRemoval from "#app/routes/studio/nodes/node-removal.tsx";
import * as nodeTrial from "#app/routes/studio/nodes/node-trial.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import * as studio from "#app/routes/studio/studio.tsx";
import * as templates from "#app/routes/studio/templates.tsx";
import * as version from "#app/routes/studio/versions/version.tsx";
import * as workflow from "#app/routes/studio/workflow.tsx";
import * as file from "#app/routes/studio/workflow-file.ts";
import * as workflowImport from "#app/routes/studio/workflow-import.tsx";
import * as settings from "#app/routes/studio/workflow-settings.tsx";
import * as state from "#app/routes/studio/workflow-state.ts";
import { argsFor } from "#tests/routes/scheduling/signed-in.ts";
import { add, blank, made, openStudio, post, problemsIn, save, see } from "./studio-forms.ts";

let manager: string;
let viewer: string;
let stranger: string;
beforeAll(async () => {
	({ manager, viewer, stranger } = await openStudio());
});

describe("FLOW-1 FLOW-6 the Studio's list, gallery and files", () => {
	test("FLOW-6 every ready workflow stands in the gallery by its area, in words, and becomes a draft without errors", async () => {
		const { areas } = await see(templates, {}, { path: "/studio/templates" });
		expect(areas.flatMap((area) => area.templates)).toHaveLength(TEMPLATES.length);
		for (const { id: template, name } of TEMPLATES) {
			const id = made((await post(templates, {}, { template })).to);
			expect((await see(workflow, { id })).workflow.name).toBe(name);
			expect(await problemsIn(id), name).toBe(0);
		}
		const found = (await see(templates, {}, { path: "/studio/templates?q=renewal" })).areas.flatMap(
			(area) => area.templates,
		);
		expect(found.length).toBeGreaterThan(0);
		for (const one of found) expect(JSON.stringify(one)).toMatch(/renewal/i);
		expect((await post(templates, {}, { template: "none" })).status).toBe(404);
	});

	test("FLOW-6 the gallery tells what ready workflows do without expressions and codes", async () => {
		const { areas } = (await see(templates, {})) as never as { areas: unknown };
		expect(JSON.stringify(areas)).not.toMatch(/\{\{|&&|==|event\.|\* \* \*|trigger\.|steps\.|arrCents/);
	});

	test("FLOW-1 a file goes out without secrets and comes in; what is none is refused in words with what was pasted", async () => {
		const id = await blank("To send");
		const call = await add(id, "http", "start");
		const headers = { "settings.headers[0].name": "Authorization", "settings.headers[0].value": "s3cret" };
		await save(id, call, { "settings.url": "https://api.test/", "settings.method": "GET", ...headers });
		const text = await (await file.loader(argsFor({ cookie: manager, path: "/x", params: { id } }))).text();
		expect(text).toContain(FORMAT);
		expect(text).not.toContain("s3cret");
		const taken = await post(workflowImport, {}, { text });
		expect(made(taken.to)).not.toBe(id);
		expect(taken.flash?.message).toContain("need a change");
		const refused = await post(workflowImport, {}, { text: '{"a": ' });
		expect(refused).toMatchObject({ status: 422, reply: { detail: { text: '{"a": ' } } });
		expect(refused.reply?.result.error?.text?.[0]).toContain("not JSON");
	});

	test("FLOW-1 a secret is in no page, not even of those who may change it, and stays when the form comes back", async () => {
		const id = await blank();
		const call = await add(id, "http", "start");
		const fields = {
			"settings.url": "https://api.test/?token=s3cret",
			"settings.method": "GET",
			"settings.headers[0].name": "X-Api-Key",
		};
		await save(id, call, { ...fields, "settings.headers[0].value": "s3cret" });
		await post(publication, { id }, { version: "3" });
		for (const cookie of [manager, viewer]) {
			for (const module of [workflow, node, version, studio]) {
				const data = await see(module as typeof workflow, { id, node: call, number: "1" }, { cookie });
				expect(JSON.stringify(data)).not.toContain("s3cret");
			}
		}
		const { step } = await see(node, { id, node: call });
		expect(step.node.settings).toMatchObject({ headers: [{ name: "X-Api-Key", value: MASK }] });
		const masked = { ...fields, "settings.url": String(step.node.settings.url), "settings.headers[0].value": MASK };
		expect((await save(id, call, { ...masked, name: "Call" })).status).toBe(303);
		await post(publication, { id }, { version: "4" });
		expect((await see(workflow, { id })).workflow).toMatchObject({ published: 2 });
	});

	test("FLOW-1 versions are kept and one becomes the draft again; settings, copy, trash and back", async () => {
		const id = await blank("Kept");
		await post(publication, { id }, { version: "1" });
		const end = await add(id, "end", "start");
		expect((await see(workflow, { id })).workflow.hasChanged).toBe(true);
		expect(Object.keys((await see(version, { id, number: "1" })).graph.steps)).toEqual(["start"]);
		await post(version, { id, number: "1" }, {});
		expect((await see(workflow, { id })).graph.steps[end]).toBeUndefined();
		const refused = await post(settings, { id }, { name: "Kept", mostRunning: "none" });
		expect(refused).toMatchObject({ status: 422, reply: { result: { initialValue: { mostRunning: "none" } } } });
		expect((await post(settings, { id }, { name: "Renamed", mostRunning: "2", whenFull: "skip" })).status).toBe(303);
		const copied = await post(state, { id }, { act: "duplicate" });
		expect((await see(workflow, { id: made(copied.flash!.link!.to) })).workflow.name).toBe("Renamed (copy)");
		const away = await post(state, { id }, { act: "trash" }, { path: `/studio/${id}/state?back=/studio` });
		expect(away).toMatchObject({ to: "/studio", flash: { undo: { act: "restore" } } });
		expect((await see(studio, {}, { path: "/studio" })).rows.map((row) => row.id)).not.toContain(id);
		expect((await see(studio, {}, { path: "/studio?view=trash" })).trashed.map((row) => row.id)).toContain(id);
		await post(state, { id }, { act: "restore" });
		expect((await see(studio, {}, { path: "/studio?q=renamed" })).rows.map((row) => row.id)).toContain(id);
	});

	test("FLOW-1 other firms find nothing, viewers see and change nothing", async () => {
		const id = await blank();
		const statusOf = (module: { loader: (args: never) => Promise<unknown> }, cookie: string) =>
			see(module, { id, node: "start", number: "1" }, { cookie }).then(
				() => 200,
				(refused: Response) => refused.status,
			);
		for (const module of [workflow, node, nodeTrial]) {
			expect(await statusOf(module, stranger)).toBe(404);
			expect(await statusOf(module, viewer)).toBe(200);
		}
		for (const module of [publication, settings, nodeNew, nodeRemoval, nodePlace]) {
			expect(await statusOf(module, stranger)).toBe(404);
			expect(await statusOf(module, viewer)).toBe(403);
		}
		for (const cookie of [viewer, stranger]) {
			const status = cookie === viewer ? 403 : 404;
			expect((await post(nodeNew, { id }, { type: "end" }, { cookie })).status).toBe(status);
			expect((await post(state, { id }, { act: "trash" }, { cookie })).status).toBe(status);
			expect((await post(nodeRemoval, { id, node: "start" }, {}, { cookie })).status).toBe(status);
		}
		expect(Object.keys((await see(workflow, { id })).graph.steps)).toEqual(["start"]);
	});
});
