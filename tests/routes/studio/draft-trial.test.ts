import { beforeAll, describe, expect, test } from "vitest";
import * as runs from "#app/routes/runs/runs.tsx";
import * as node from "#app/routes/studio/nodes/node.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import * as draftTrial from "#app/routes/studio/trial/draft-trial.tsx";
import type { ShownTrial } from "#app/routes/studio/trial/shown-trial.ts";
import * as workflow from "#app/routes/studio/workflow.tsx";
import { add, blank, openStudio, post, save, see } from "./studio-forms.ts";

let people: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
	people = await openStudio();
});

const tried = async (id: string, input: string) =>
	(await post(draftTrial, { id }, { input })).reply?.detail?.tried as ShownTrial;
const sum = (id: string, step: string, value: string) =>
	save(id, step, { "settings.values[0].name": "total", "settings.values[0].value": value });

describe("FLOW-3 a dry run of the draft as it stands", () => {
	test("FLOW-3 before it is published and after it was changed, on what one gives it, and nothing is kept", async () => {
		const id = await blank("Dry");
		const step = await add(id, "transform", "start");
		await sum(id, step, "trigger.order.amount * 2");
		const mail = await add(id, "send_email", step);
		await save(id, mail, {
			...{ "settings.contact": "{{ trigger.contactId }}", "settings.subject": "Hello {{ trigger.person.name }}" },
			"settings.text": '{{ steps.transform.total }} {{ trigger.?note.orValue("") }}',
		});
		// What it could begin with is read off the steps.
		const { input } = await see(draftTrial, { id });
		expect(JSON.parse(input)).toEqual({
			order: { amount: 1 },
			contactId: "01900000-0000-7000-8000-000000000000",
			person: { name: "Ann" },
			note: "text",
		});
		const first = await tried(id, input);
		expect(first.outcome).toBe("succeeded");
		expect(first.steps.map(({ went }) => went)[2]).toContain("Would write an email: “Hello Ann”");
		expect(
			JSON.parse((await tried(id, '{"order": {"amount": 21}, "person": {"name": "Bo"}}')).steps[1]!.made!),
		).toEqual({
			total: 42,
		});
		await post(publication, { id }, { version: String((await see(publication, { id })).version) });
		await sum(id, step, "trigger.order.amount * 3");
		expect((await see(draftTrial, { id })).hasChanged).toBe(true);
		expect((await tried(id, input)).steps[1]!.made).toContain('"total": 3');
		expect((await see(runs, {}, { path: `/runs?workflow=${id}` })).data).toEqual([]);
	});

	test("FLOW-3 it fails in words at the step that would fail; nonsense stays typed; strangers see nothing", async () => {
		const id = await blank("Fails");
		const step = await add(id, "transform", "start");
		await sum(id, step, "trigger.a.b + 1");
		const failed = await tried(id, "{}");
		expect(failed).toMatchObject({
			outcome: "failed",
			steps: [{}, { error: expect.stringContaining("there is no “a”") }],
		});
		const refused = await post(draftTrial, { id }, { input: "{nonsense" });
		expect(refused).toMatchObject({ status: 422, reply: { result: { initialValue: { input: "{nonsense" } } } });
		expect(await post(draftTrial, { id }, { input: "{}" }, { cookie: people.viewer })).toMatchObject({ status: 200 });
		expect(await post(draftTrial, { id }, { input: "{}" }, { cookie: people.stranger })).toMatchObject({ status: 404 });
		await expect(see(draftTrial, { id }, { cookie: people.stranger })).rejects.toMatchObject({ status: 404 });
		expect((await see(node, { id, node: step })).step.problems).toEqual([]);
		expect((await see(workflow, { id })).graph.errors).toBe(0);
	});
});
